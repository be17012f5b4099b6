"""How much a test does: a little each time, all of it in `make nightly`."""

import os

NIGHTLY = os.environ.get("NGOAPP_TESTS") == "nightly"
LONGEST = 6 * 3600 if NIGHTLY else 240  # seconds for one test


def sized(usual: int, nightly: int) -> int:
    """The one number or the other."""
    return nightly if NIGHTLY else usual
