"""What must always be true of audit and outbox."""

from collections.abc import Iterator
from datetime import timedelta

from ngoapp.core import audit, outbox

GRACE = timedelta(minutes=15)


def broken() -> Iterator[str]:
    """A sentence for each fact that does not hold."""
    yield from audit.broken_links()
    for row_id in outbox.stuck(GRACE):
        yield f"outbox: row {row_id} was due long ago and nobody has run it; is the worker running?"
