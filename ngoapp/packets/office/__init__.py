"""Days on which the office is closed, and what we may promise because of them."""
