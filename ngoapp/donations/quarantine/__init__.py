"""Payments that do not fit, which staff look at."""
