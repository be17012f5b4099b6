"""Batches: requests that are posted together, their labels, slips and postage, and what the mail brings back."""
