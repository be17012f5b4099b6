"""Writes about mail that came back."""

import re
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, select

from ngoapp.core import clock
from ngoapp.core.db import found, insert_ignoring, session
from ngoapp.desk.bounces.models import MailboxMessage
from ngoapp.packets.mailed.operations import note_bounced
from ngoapp.packets.mailed.queries import link_of_letter, links_mailed_to
from ngoapp.people.bounced import note_email_bounced
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.operations import print_instead

RECEIPT = re.compile(r"receipt-([a-z]{2}-[0-9]+-[0-9]+)-[0-9]+")
OF_PACKETS = "packet-"
KEPT = timedelta(days=60)  # twice as long as a folder is looked back on


def messages_read() -> set[str]:
    """Digests of the messages that were read."""
    return set(session.scalars(select(MailboxMessage.digest)))


def take_note(digest: str) -> bool:
    """Write down that this message is read, in the transaction that acts on it; False if it was before."""
    return insert_ignoring(MailboxMessage, digest=digest, read_at=clock.now())


def came_back(*, failed: Collection[str], letter: str | None) -> None:
    """A mail of ours did not reach these addresses. `letter` is its key, where the report tells.

    A packet's mail, whatever it says, is a matter of the packet desk, and no donor's record learns of it. A report
    that does not say which mail it is about is taken for a packet's if one went there of late, and else for a
    donor's."""
    link_id = link_of_letter(letter) if letter else None
    links = [link_id] if link_id else () if letter else links_mailed_to(failed)
    for each in links:
        note_bounced(each)
    if not links and not (letter or "").startswith(OF_PACKETS):
        note_email_bounced(failed)
        _print_instead(letter or "")


def _print_instead(letter: str) -> None:
    """The receipt that came back goes on the pile to print."""
    match = RECEIPT.fullmatch(letter)
    numbered = select(Receipt.id).where(Receipt.number == match[1].upper()) if match else None
    receipt_id = session.scalar(numbered) if numbered is not None else None
    if receipt_id and found(Receipt, receipt_id).state == "issued":
        print_instead(receipt_id)


def forget_messages(present: Collection[str]) -> None:
    """Forget what was read long ago and is no longer in the mailbox."""
    old = select(MailboxMessage.digest).where(MailboxMessage.read_at < clock.now() - KEPT)
    gone = [digest for digest in session.scalars(old) if digest not in present]
    if gone:
        session.execute(delete(MailboxMessage).where(MailboxMessage.digest.in_(gone)))
