"""What must be true of receipts at any time; `ngoapp check` asks."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import func, select

from ngoapp.core.db import session
from ngoapp.core.files import StoredFile
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import net_minor
from ngoapp.receipts.models import Receipt, ReceiptCounter


def broken() -> Iterator[str]:
    """A sentence for each fact that does not hold."""
    yield from _numbers()
    yield from _gifts_without_receipt()
    yield from _receipts_without_gift()
    yield from _other_amounts()
    yield from _changed_papers()


def _numbers() -> Iterator[str]:
    """Each series runs from 1 to its counter; numbers are unique, so counting them is enough."""
    series = (Receipt.jurisdiction, Receipt.year)
    found = {
        (row.jurisdiction, row.year): (row.first, row.last, row.count)
        for row in session.execute(
            select(
                *series,
                func.min(Receipt.seq).label("first"),
                func.max(Receipt.seq).label("last"),
                func.count().label("count"),
            ).group_by(*series)
        )
    }
    counted = {(row.jurisdiction, row.year): row.last for row in session.scalars(select(ReceiptCounter))}
    for key in sorted(found.keys() | counted.keys()):
        name, last = f"{key[0]}-{key[1]}", counted.get(key, 0)
        if found.get(key, (1, 0, 0)) != (1, last, last):
            yield f"receipts: series {name} does not run from 1 to {last} without a gap"


def _gifts_without_receipt() -> Iterator[str]:
    due = (
        select(Gift.id)
        .where(Gift.released_at.is_not(None), Gift.donor_id.is_not(None), net_minor() > 0)
        .where(~select(Receipt.id).where(Receipt.gift_id == Gift.id, Receipt.state == "issued").exists())
        .order_by(Gift.id)
    )
    on_their_way = _gifts_of_waiting("receipts.issue") | _gifts_of_waiting("receipts.amend")
    for gift_id in session.scalars(due):
        if gift_id not in on_their_way:
            yield f"receipts: gift {gift_id} is due a receipt and none is on its way"


def _receipts_without_gift() -> Iterator[str]:
    given_back = (
        select(Receipt.number, Gift.id)
        .join(Receipt.gift)
        .where(Receipt.state == "issued", net_minor() <= 0)
        .order_by(Receipt.id)
    )
    on_their_way = _gifts_of_waiting("receipts.void")
    for number, gift_id in session.execute(given_back):
        if gift_id not in on_their_way:
            yield f"receipts: {number} is in force though its gift was given back in full"


def _other_amounts() -> Iterator[str]:
    """What a receipt says is what is left of its gift, or another is on its way."""
    on_their_way = _gifts_of_waiting("receipts.amend") | _gifts_of_waiting("receipts.void")
    stated = (
        select(Receipt, net_minor())
        .join(Receipt.gift)
        .where(Receipt.state == "issued", net_minor() > 0)
        .order_by(Receipt.id)
    )
    for receipt, left in session.execute(stated):
        if receipt.amount.minor != left and receipt.gift_id not in on_their_way:
            yield f"receipts: {receipt.number} does not say what is left of its gift"


def _changed_papers() -> Iterator[str]:
    papers = (
        select(Receipt.number, StoredFile.sha256, StoredFile.content)
        .join(Receipt.file)
        .order_by(Receipt.id)
        .execution_options(yield_per=100)
    )
    for number, digest, content in session.execute(papers):
        if hashlib.sha256(content).hexdigest() != digest:
            yield f"receipts: the paper of {number} is not what was issued"


def _gifts_of_waiting(job: str) -> set[int]:
    rows = session.scalars(select(OutboxRow.refs).where(OutboxRow.name == job, OutboxRow.state == "waiting"))
    return {refs["gift_id"] for refs in rows}
