"""Payouts: what Stripe sent to our bank, tied out to gifts, fees, refunds and disputes to the cent."""
