"""Receipts in the demo, issued when their gifts were released: mailed, printed, and a few that wait on the pile."""

from datetime import timedelta

from sqlalchemy import select

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.donations.models import Gift
from ngoapp.receipts.operations import issue_receipt, mark_printed, note_mailed
from ngoapp.receipts.paper import draw
from ngoapp.receipts.queries import to_print

LEFT_TO_PRINT = 3
A_MOMENT, A_QUARTER, TWO_DAYS = timedelta(seconds=20), timedelta(minutes=16), timedelta(days=2)


def load_receipts() -> None:
    """Issue every receipt that is due, in the order of release, so that the numbers follow time."""
    released = select(Gift).where(Gift.released_at.is_not(None)).order_by(Gift.released_at, Gift.id)
    for gift in session.scalars(released).all():
        _issue(gift)
    for receipt in to_print()[:-LEFT_TO_PRINT]:
        with clock.at(receipt.issued_at + TWO_DAYS):
            mark_printed([receipt.id])


def _issue(gift: Gift) -> None:
    released_at = gift.released_at or clock.now()
    with clock.at(released_at + A_MOMENT):
        receipt = issue_receipt(gift.id, draw=draw)
    if receipt and receipt.delivery == "email":
        with clock.at(released_at + A_QUARTER):
            note_mailed(receipt.id)
