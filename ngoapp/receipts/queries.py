"""Reads about receipts."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.errors import NotThere
from ngoapp.core.outbox import OutboxRow
from ngoapp.core.pages import Page, page_of
from ngoapp.donations.advised.queries import addressed_to
from ngoapp.donations.models import Gift
from ngoapp.donations.returns.models import DonorNote
from ngoapp.people.models import Person
from ngoapp.receipts.models import Receipt, ReceiptLink

PER_PAGE = 50


def active_receipt(gift_id: int) -> Receipt | None:
    """The receipt of a gift that is in force."""
    return session.scalar(select(Receipt).where(Receipt.gift_id == gift_id, Receipt.state == "issued"))


def receipts_of(gift_ids: Collection[int]) -> dict[int, Receipt]:
    """The receipt of each of these gifts: the one in force, else the last that was."""
    rows = session.scalars(select(Receipt).where(Receipt.gift_id.in_(gift_ids)).order_by(Receipt.id))
    newest: dict[int, Receipt] = {}
    for receipt in rows:
        if receipt.gift_id not in newest or newest[receipt.gift_id].state != "issued":
            newest[receipt.gift_id] = receipt
    return newest


def receipt_of_donor(receipt_id: int, donor_ids: Collection[int], *, shared: Collection[int] = ()) -> Receipt:
    """A receipt, if it went to one of these, or is for one of the gifts that they `shared`. Raises NotThere."""
    theirs = addressed_to(donor_ids) | Gift.id.in_(shared)
    wanted = select(Receipt).join(Receipt.gift).where(Receipt.id == receipt_id, theirs)
    receipt = session.scalars(wanted).first()
    if receipt is None:
        raise NotThere
    return receipt


def successor(receipt_id: int) -> Receipt | None:
    """The corrected receipt that came after this one."""
    return session.scalar(select(Receipt).where(Receipt.replaces_id == receipt_id))


def find_receipts(*, q: str = "", state: str = "", page: int = 1) -> Page[Receipt]:
    """Receipts whose number or donor has `q` in it, newest first.

    `state` is a receipt's, `held` for those whose mail can be stopped, or empty for any."""
    wanted = _matching(q.strip().casefold(), state)
    return page_of(wanted.order_by(Receipt.issued_at.desc(), Receipt.id.desc()), page, size=PER_PAGE)


def to_print() -> Sequence[Receipt]:
    """The pile: receipts that go by post and are not on paper yet, oldest first."""
    of_gift = joinedload(Receipt.gift)
    with_people = _pile().options(of_gift.joinedload(Gift.donor), of_gift.joinedload(Gift.adviser))
    return session.scalars(with_people.order_by(Receipt.id)).all()


def on_pile(receipt_ids: Collection[int]) -> Sequence[Receipt]:
    """Those of the pile that were chosen, in the pile's order."""
    return [receipt for receipt in to_print() if receipt.id in receipt_ids]


def held_sendings() -> dict[int, OutboxRow]:
    """Mails that wait out their quarter of an hour, by receipt."""
    rows = session.scalars(
        select(OutboxRow).where(
            OutboxRow.name == "receipts.send",
            OutboxRow.state == "waiting",
            OutboxRow.attempts == 0,
            OutboxRow.available_at > clock.now(),
        )
    )
    return {row.refs["receipt_id"]: row for row in rows}


def working_link(receipt_id: int) -> ReceiptLink | None:
    """The newest link of a receipt that still opens."""
    return session.scalars(
        select(ReceiptLink)
        .where(
            ReceiptLink.receipt_id == receipt_id,
            ReceiptLink.revoked_at.is_(None),
            ReceiptLink.expires_at > clock.now(),
        )
        .order_by(ReceiptLink.id.desc())
    ).first()


def waiting() -> dict[str, int]:
    """What waits for staff: receipts to print, and mails that can still be stopped."""
    pile = session.scalar(select(func.count()).select_from(_pile().subquery()))
    return {"receipts_to_print": pile or 0, "receipts_held": len(held_sendings())}


def _pile() -> Select[Receipt]:
    # What changed with money that went back waits for the note about it, on paper too.
    untold = select(DonorNote.id).where(DonorNote.gift_id == Receipt.gift_id, DonorNote.state == "held")
    return select(Receipt).where(
        Receipt.delivery == "post", Receipt.state == "issued", Receipt.printed_at.is_(None), ~untold.exists()
    )


def _matching(text: str, state: str) -> Select[Receipt]:
    wanted = select(Receipt).join(Receipt.gift)
    if state == "held":
        wanted = wanted.where(Receipt.id.in_(held_sendings()))
    elif state:
        wanted = wanted.where(Receipt.state == state)
    if text:
        named = select(Person.id).where(Person.name_key.contains(text, autoescape=True))
        names = or_(
            Gift.donor_id.in_(named),
            Gift.adviser_id.in_(named),
            func.lower(Receipt.number).contains(text, autoescape=True),
        )
        wanted = wanted.where(names)
    return wanted
