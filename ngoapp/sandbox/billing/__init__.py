"""Billing: what a subscription does as time passes, and how its invoices are paid."""
