"""What happens to receipts after commit: issued, voided, mailed."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from flask import current_app

from ngoapp.adapters.smtp import AddressRefused, smtp
from ngoapp.core.db import found, transaction
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import net
from ngoapp.receipts import operations
from ngoapp.receipts.links import give_link, token_of
from ngoapp.receipts.mail import receipt_mail
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.operations import (
    amend_receipt,
    correct_receipt,
    could_not_be_mailed,
    issue_receipt,
    note_mailed,
    void_receipt,
)
from ngoapp.receipts.paper import draw, warm_up

CORRECTED = "Replaced by a corrected receipt"
PARTLY_BACK = "Replaced: part of the gift was given back"
REFUNDED = "The gift was given back in full"
press_free = Lock()


@contextmanager
def _at_the_press() -> Iterator[None]:
    """A transaction that draws. The threads of a worker queue here for it, and not at SQLite's one lock for writers,
    where visitors wait too."""
    warm_up()
    with press_free, transaction():
        yield


def issue(gift_id: int) -> None:
    """Issue the receipt of a gift. A repeat does nothing."""
    with _at_the_press():
        issue_receipt(gift_id, draw=draw)


def correct(receipt_id: int) -> None:
    """Replace a receipt by one that says what is known now."""
    with _at_the_press():
        correct_receipt(receipt_id, reason=CORRECTED, draw=draw)


def amend(gift_id: int) -> None:
    """Replace the receipt of a gift of which part was given back, so that it says what counts."""
    with _at_the_press():
        amend_receipt(gift_id, reason=PARTLY_BACK, draw=draw)


def send_amended(gift_id: int) -> None:
    """Let the receipt go that waited for the note about money that went back. A repeat does nothing."""
    with transaction():
        operations.send_amended(gift_id)


def void(gift_id: int) -> None:
    """Void the receipt of a gift that was given back in full, if it still is."""
    with transaction():
        if net(found(Gift, gift_id)).minor <= 0:
            void_receipt(gift_id, reason=REFUNDED)


def send(receipt_id: int, sending: int) -> None:
    """Mail a receipt, or put it on the pile to print where no mail gets there.

    A later request to send it, or its end, makes this one void."""
    secret: str = current_app.config["SECRET_KEY"]
    with transaction():
        receipt = found(Receipt, receipt_id)
        person = receipt.gift.addressee
        if receipt.state != "issued" or receipt.sendings != sending or person is None:
            return
        if not person.mail_to:
            could_not_be_mailed(receipt_id)
            return
        to = person.mail_to
        token = token_of(give_link(receipt, secret=secret), secret=secret)
        message = receipt_mail(receipt, to=to, token=token)
    try:
        smtp().send(message)
    except AddressRefused:
        with transaction():
            could_not_be_mailed(receipt_id, refused=[to])
        return
    with transaction():
        note_mailed(receipt_id)
