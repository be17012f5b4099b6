"""Where staff begin: what waits, what failed, who did what, and the organisation's profile."""
