"""Posting events to webhook endpoints until they answer."""
