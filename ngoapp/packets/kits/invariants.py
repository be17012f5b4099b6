"""What must be true of the shelf and of recalls beyond what the database's own constraints hold."""

from collections.abc import Iterator

from sqlalchemy import String, cast, func, literal, select

from ngoapp.core.db import session
from ngoapp.core.outbox import dead_letters, pending
from ngoapp.packets.kits.models import Correction, Edition, Lot, Sending, StockEntry
from ngoapp.packets.kits.recalls import JOB
from ngoapp.packets.kits.stock import balances, negative_holdings
from ngoapp.packets.models import PacketRequest


def broken() -> Iterator[str]:
    """A plain sentence for each fact that does not hold; requests are named by number only."""
    yield from _shelves()
    yield from _lots()
    yield from _holdings()
    yield from _corrections()


def _shelves() -> Iterator[str]:
    planned = _planned()
    counted = {row.id: row.counted for row in session.execute(select(Edition.id, Edition.counted))}
    for edition_id, balance in balances(list(counted)).items():
        if balance.on_hand < 0 or balance.reserved < 0:
            yield f"stock: edition {edition_id} has {balance.on_hand} on the shelf, {balance.reserved} set aside"
        if balance.reserved > planned.get(edition_id, 0):
            yield f"stock: edition {edition_id} is set aside for more than the envelopes in hand"
        if not counted[edition_id] and (balance.on_hand or balance.reserved):
            yield f"stock: edition {edition_id} is not counted but has entries"


def _planned() -> dict[int, int]:
    """How many copies of each edition the envelopes take that are not posted."""
    sums = (
        select(Sending.edition_id, func.sum(Sending.copies))
        .where(Sending.way == "post", Sending.sent_at.is_(None))
        .group_by(Sending.edition_id)
    )
    return {edition_id: int(copies) for edition_id, copies in session.execute(sums)}


def _lots() -> Iterator[str]:
    came = (
        select(Lot.id, Lot.quantity, StockEntry.shelf_change)
        .outerjoin(StockEntry, StockEntry.source == literal("lot-") + cast(Lot.id, String))
        .where(StockEntry.shelf_change.is_distinct_from(Lot.quantity))
    )
    for lot_id, quantity, entered in session.execute(came):
        yield f"stock: lot {lot_id} of {quantity} is entered as {entered or 0}"


def _holdings() -> Iterator[str]:
    """Whoever holds copies holds no fewer than none, of every edition."""
    for key, edition_id, held in negative_holdings():
        yield f"stock: {key} holds {held.reserved} set aside and {held.used} posted of edition {edition_id}"


def _corrections() -> Iterator[str]:
    dead = {row.refs["correction_id"] for row in dead_letters() if row.name == JOB}  # staff see those
    queued = (
        select(Correction.id)
        .join(PacketRequest, PacketRequest.id == Correction.request_id)
        .where(
            Correction.way == "email",
            Correction.sent_at.is_(None),
            Correction.failed_at.is_(None),
            PacketRequest.erased_at.is_(None),
            PacketRequest.email != "",
        )
    )
    for correction_id in session.scalars(queued):
        if correction_id not in dead and not pending(JOB, correction_id=correction_id):
            yield f"packets: correction {correction_id} was neither mailed nor is it on its way"
