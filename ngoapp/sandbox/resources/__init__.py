"""What the API knows: one file per resource, with its shape, its rules and its routes."""
