"""What the sandbox remembers: one SQLite file with objects, events, deliveries, requests and mail."""
