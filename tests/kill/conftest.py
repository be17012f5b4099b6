"""What the kill tests share: servers on each database, and processes that are killed while gifts come in."""
