"""What people see: the checkout page, the dashboard, the inbox; and the same for scripts as JSON."""
