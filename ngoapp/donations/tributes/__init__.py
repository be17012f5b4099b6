"""Gifts in honor or in memory of somebody: whom they honor, whom to tell, and what was told."""
