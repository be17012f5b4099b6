"""News: articles by staff, and the honour roll of the month beside them."""
