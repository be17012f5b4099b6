"""The worker: job names to functions, and the process that runs them."""
