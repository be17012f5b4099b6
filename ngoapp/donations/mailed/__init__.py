"""Gifts promised by mailed check: the promise, its slip, the reminder, the check that comes."""
