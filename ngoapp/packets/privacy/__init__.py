"""What is health data is looked after here: its own page, what is forgotten when, and what is counted instead."""
