"""Mailboxes that are files: an mbox, or a Maildir with a file for each message."""

import hashlib
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO

from ngoapp.adapters.kept_mail import MOST, Kept, MailboxAway

LONGEST_LINE = 8 * 1024


class Mbox:
    """One file with all messages, each after a line that begins with `From `. A file that is still to come is empty."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def messages(self) -> Iterator[Kept]:
        """Every message, named after what is in it: an mbox has no names."""
        if not self.path.exists() and self.path.parent.is_dir():
            return
        try:
            with self.path.open("rb") as file:
                for content in _split(file):
                    yield Kept(hashlib.sha256(content).hexdigest(), partial(bytes, content))
        except OSError as error:
            raise MailboxAway(type(error).__name__) from error


class Maildir:
    """A folder with `new` and `cur` in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def messages(self) -> Iterator[Kept]:
        """Every message by its file's name, which stays when a mail program has looked at it. What is no message, or
        not for us to read, keeps none of the others from being read."""
        try:
            found = [path for folder in ("new", "cur") for path in (self.path / folder).iterdir()]
        except OSError as error:
            raise MailboxAway(type(error).__name__) from error
        for path in sorted(path for path in found if path.is_file() and os.access(path, os.R_OK)):
            yield Kept(path.name.partition(":")[0], partial(_first_bytes, path))


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST)
    except OSError as error:  # moved to the other folder, or deleted, since it was listed
        raise MailboxAway(type(error).__name__) from error


def _split(file: IO[bytes]) -> Iterator[bytes]:
    """The first bytes of each message; of a huge one no more is ever held."""
    content, begun, after_blank = bytearray(), False, True
    for line in iter(partial(file.readline, LONGEST_LINE), b""):
        if after_blank and line.startswith(b"From "):
            if content:
                yield bytes(content)
            content, begun = bytearray(), True
        elif begun and len(content) < MOST:
            content += line
        after_blank = not line.strip()
    if content:
        yield bytes(content)
