"""Print runs for donors: who gets a label, and what was printed, on what, when and by whom. Nothing of packets."""
