"""Messages in a mailbox of ours, wherever it is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

MOST = 128 * 1024  # bytes that are read of a message: a report comes first in it, what was sent last


class MailboxAway(Exception):
    """The mailbox is not where the setting says, or does not answer: try again later."""


@dataclass(frozen=True)
class Kept:
    """A message: `name` is its own in this mailbox and stays the same; `read` fetches its first bytes."""

    name: str
    read: Callable[[], bytes]


class Mailbox(Protocol):
    """A place where messages lie. It is only read: people may use it too."""

    def messages(self) -> Iterator[Kept]:
        """Every message, or all of the last weeks. Raises MailboxAway."""


class NoMailbox:
    """No mailbox is set, so nothing comes back."""

    def messages(self) -> Iterator[Kept]:
        """None."""
        yield from ()
