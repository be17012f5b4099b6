"""Taking requests in: what staff enter for somebody, and what it means that the same household asked before."""
