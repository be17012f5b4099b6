"""The inbox: an SMTP server that keeps every message, and their reading."""
