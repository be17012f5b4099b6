"""Reading the mailbox that undeliverable mail comes back to."""

import hashlib

from ngoapp.adapters.bounces import read_bounce
from ngoapp.adapters.kept_mail import Kept
from ngoapp.adapters.mailbox import mailbox
from ngoapp.core.db import end_read, transaction
from ngoapp.desk.bounces.operations import came_back, forget_messages, messages_read, take_note
from ngoapp.web.mail import letter_named


def read_bounces() -> None:
    """Read what is new in the mailbox, each message in a transaction of its own: whenever this dies, the next run
    goes on where it was. A repeat does nothing."""
    known = messages_read()
    end_read()
    present = set()
    for kept in mailbox().messages():
        digest = hashlib.sha256(kept.name.encode()).hexdigest()
        present.add(digest)
        if digest not in known:
            _read(kept, digest)
    with transaction():
        forget_messages(present)


def _read(kept: Kept, digest: str) -> None:
    bounce = read_bounce(kept.read())
    letters = [key for key in map(letter_named, bounce.letters) if key] if bounce else []
    with transaction():
        if take_note(digest) and bounce:
            came_back(failed=bounce.failed, letter=letters[0] if letters else None)
