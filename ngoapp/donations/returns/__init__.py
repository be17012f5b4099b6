"""Money that goes back: refunds, disputes, checks that bounce, and what the donor is told."""
