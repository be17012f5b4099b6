"""Ground floor: settings, clock, money, database, outbox, queue, audit, stored files. Knows no domain."""
