"""Loaded before the processes are forked: what a worker would otherwise take a second over at each start."""

import stripe

from ngoapp.adapters.pdf import press

__all__ = ["stripe"]
press()
