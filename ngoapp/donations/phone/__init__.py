"""Gifts by phone: staff send a page to pay on while the caller waits, and nobody ever writes down a card number."""
