"""What is being done at this moment and cannot be called back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class InHand:
    """Counts what is in hand, so that others can wait until it is done."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Have one thing in hand."""
        with self._changed:
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    def wait_until_none(self, patience_seconds: float) -> None:
        """Wait until nothing is in hand, or patience ends."""
        with self._changed:
            self._changed.wait_for(lambda: self._count == 0, patience_seconds)
