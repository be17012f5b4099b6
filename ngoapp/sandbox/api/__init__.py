"""The API over HTTP: keys, idempotency, expansion, the log of requests."""
