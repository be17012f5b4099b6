"""The front desk of a nonprofit; `docs/architecture.md` has the floor plan."""
