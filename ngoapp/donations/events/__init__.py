"""What Stripe tells us, and what we ask it: the inbox, the truth behind an event, what follows from it."""
