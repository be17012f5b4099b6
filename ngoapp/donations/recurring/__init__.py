"""Gifts that come again by themselves: every month, every three months, every year."""
