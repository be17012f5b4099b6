"""Persons, households, organisations, their addresses and consents. Packet requests are not among them."""
