"""Reading what a client sent, as strictly as Stripe does."""
