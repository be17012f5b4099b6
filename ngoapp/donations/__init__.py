"""What donors set out to give, the gifts that come of it, and every movement of money."""
