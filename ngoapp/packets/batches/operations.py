"""Freezing a batch, packing it, posting it, and taking any of that back."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ngoapp.core import audit, clock
from ngoapp.core.db import found, locked, save, session
from ngoapp.core.errors import NotThere, Refused
from ngoapp.mailings.labels import NothingToPrint
from ngoapp.mailings.models import Printer
from ngoapp.mailings.operations import remember_sheet
from ngoapp.mailings.paper import check_start, paper_of
from ngoapp.mailings.stock import LabelStock
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.batches.addresses import address_key
from ngoapp.packets.batches.codes import new_code
from ngoapp.packets.batches.holding import gone, hold, let_all_go, not_gone
from ngoapp.packets.batches.models import PacketBatch, PacketPiece
from ngoapp.packets.batches.sorting import Candidate, sort_out
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.moves import move
from ngoapp.packets.states import SENT, TO_POST


class TakenMeanwhile(Refused):
    """Somebody else took, or set aside, what was chosen here."""

    def __init__(self, count: int) -> None:
        what = "One of these requests has" if count == 1 else f"{count} of these requests have"
        super().__init__(f"{what} just been taken by somebody else. The rest are below: print them now.")


class BatchIsOver(Refused):
    """The batch is not in the state that this needs."""

    def __init__(self) -> None:
        super().__init__("This cannot be done to this batch any more. Look at its state above.")


class NotAllPacked(Refused):
    """What goes to the post has been packed."""

    def __init__(self, marks: Sequence[str]) -> None:
        which = ", ".join(marks[:8]) + (f" and {len(marks) - 8} more" if len(marks) > 8 else "")
        super().__init__(f"Not packed yet: {which}. Tick off what is packed, or set it aside.")


class SomeCameBack(Refused):
    """What the mail has brought back, what has arrived and what is to be sent once more was posted."""

    def __init__(self) -> None:
        super().__init__(
            "Something of this batch has come back, has arrived or is to be sent once more, so it was posted."
        )


class NobodyLeft(Refused):
    """A batch of which everybody was erased stays what it was."""

    def __init__(self) -> None:
        super().__init__("Everybody in this batch has been erased since, so it stays as posted.")


class PrinterGone(Refused):
    """Somebody has removed the printer since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "This printer has just been removed. Choose another one, or “Any other”.", field="printer"
        )


def freeze_batch(
    *, action_key: str, request_ids: Sequence[int], stock: str, start: int, printer_id: int = 0
) -> PacketBatch:
    """Make a batch of the requests that can be posted; the others stay in the queue. The same form twice is one batch.

    Raises TakenMeanwhile, UnknownStock, StartNotOnSheet, PrinterGone, NothingToPrint and TooFew; then nothing has
    changed."""
    known = session.scalar(select(PacketBatch).where(PacketBatch.action_key == action_key))
    if known:
        return known
    chosen = requests_locked(request_ids)
    free = [request for request in chosen if request.way == "post" and request.state in TO_POST]
    if len(free) < len(set(request_ids)):
        raise TakenMeanwhile(len(set(request_ids)) - len(free))
    paper = paper_of(stock)
    check_start(paper, start)
    printer = _printer(printer_id)
    ready = sort_out(free, paper).ready
    if not ready:
        raise NothingToPrint
    who = audit.actor.get()
    batch = save(
        PacketBatch(
            action_key=action_key,
            stock=paper.name,
            start=start if isinstance(paper, LabelStock) else 1,
            printer_id=printer.id if printer else None,
            frozen_at=clock.now(),
            frozen_by_id=who.id if who.kind == "staff" else None,
            currency=our_organisation().currency,
        )
    )
    hold(batch, [(_put_in(batch, one, position), one.filling) for position, one in enumerate(ready, 1)])
    if isinstance(paper, LabelStock):
        remember_sheet(paper, start=start, count=len(ready))
    audit.record("packet_batch.frozen", batch, requests=len(ready))
    return batch


def pack(piece_id: int, *, packed: bool = True) -> PacketPiece:
    """One envelope is packed, or not after all. A repeat does nothing. Raises BatchIsOver."""
    piece = _piece_in_hand(piece_id)
    if piece.left_at:
        raise BatchIsOver
    if packed != (piece.packed_at is not None):
        to, reason = ("packed", "") if packed else ("batched", "by_mistake")
        move(piece.request, to, reason=reason, batch=piece.batch_id)
        piece.packed_at = clock.now() if packed else None
        session.flush()
    return piece


def pack_all(batch_id: int) -> PacketBatch:
    """Everything that is left in the batch is packed. Raises BatchIsOver."""
    batch = _in_hand(batch_id)
    for piece in _locked_pieces(batch):
        if piece.packed_at is None:
            pack(piece.id)
    return batch


def mark_posted(batch_id: int) -> PacketBatch:
    """The batch is in the post. A repeat does nothing. Raises BatchIsOver, NotAllPacked and TooFew."""
    batch = locked(PacketBatch, batch_id, children_free=True)
    if batch.state == "sent":
        return batch
    pieces = _locked_pieces(_in_hand(batch_id))
    if open_ones := [piece.mark for piece in pieces if piece.packed_at is None]:
        raise NotAllPacked(open_ones)
    if not pieces:
        raise NothingToPrint
    moment = clock.now()
    for piece in pieces:
        move(piece.request, "sent", batch=batch.id)
        piece.posted_at = moment
    gone(batch, pieces, moment)
    _turn(batch, "sent")
    return batch


def undo(batch_id: int, *, reason: str) -> PacketBatch:
    """A step back: what was posted is only packed, what was frozen is in the queue again. `reason` is a code.

    A batch that was taken back stays so. Raises SomeCameBack and NobodyLeft."""
    batch = locked(PacketBatch, batch_id, children_free=True)
    if batch.state == "sent":
        _undo_posted(batch, reason)
    elif batch.state == "frozen":
        pieces = _locked_pieces(batch)
        let_all_go(batch, pieces)
        for piece in pieces:
            move(piece.request, "approved", reason="taken_off", batch=batch.id)
        _turn(batch, "undone", reason)
    return batch


def set_aside(piece_id: int) -> PacketPiece:
    """Pull one envelope out of a batch in hand: its request waits, the others keep their marks. Raises BatchIsOver."""
    piece = _piece_in_hand(piece_id)
    if piece.left_at is None:
        move(piece.request, "on_hold", reason="staff_decided", batch=piece.batch_id)
    return piece


def requests_locked(request_ids: Sequence[int]) -> Sequence[PacketRequest]:
    """Lock in the order of ids, so that two who take some of the same never wait for each other in a ring."""
    return session.scalars(
        select(PacketRequest)
        .where(PacketRequest.id.in_(request_ids))
        .order_by(PacketRequest.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _printer(printer_id: int) -> Printer | None:
    try:
        return locked(Printer, printer_id) if printer_id else None
    except NotThere as gone_meanwhile:
        raise PrinterGone from gone_meanwhile


def _put_in(batch: PacketBatch, one: Candidate, position: int) -> PacketPiece:
    move(one.request, "batched", batch=batch.id)
    return save(
        PacketPiece(
            batch=batch,
            request=one.request,
            position=position,
            code=new_code(),
            language=one.language,
            packet=one.packet,
            zone=one.zone,
            kind=one.kind,
            weight_mg=one.filling.weight_mg,
            postage_minor=one.postage_minor,
            contents_minor=one.filling.contents_minor,
            address_key=address_key(one.request),
        )
    )


def _in_hand(batch_id: int) -> PacketBatch:
    batch = locked(PacketBatch, batch_id, children_free=True)
    if batch.state != "frozen":
        raise BatchIsOver
    return batch


def _piece_in_hand(piece_id: int) -> PacketPiece:
    """The piece; locked in the order in which everybody locks: batch, request, piece."""
    piece = found(PacketPiece, piece_id)
    _in_hand(piece.batch_id)
    locked(PacketRequest, piece.request_id)
    return locked(PacketPiece, piece_id)


def _locked_pieces(batch: PacketBatch) -> list[PacketPiece]:
    """The pieces still in the batch, in their order, their requests locked."""
    there = select(PacketPiece.id, PacketPiece.request_id).join(PacketRequest)
    ids = session.execute(
        there.where(
            PacketPiece.batch_id == batch.id, PacketPiece.left_at.is_(None), PacketRequest.erased_at.is_(None)
        )
    ).all()
    requests_locked([request_id for _, request_id in ids])
    pieces = select(PacketPiece).where(PacketPiece.id.in_([piece_id for piece_id, _ in ids]))
    return list(
        session.scalars(
            pieces.where(PacketPiece.left_at.is_(None))
            .order_by(PacketPiece.position)
            .options(joinedload(PacketPiece.request))
            .execution_options(populate_existing=True)
        )
    )


def _undo_posted(batch: PacketBatch, reason: str) -> None:
    pieces = _locked_pieces(batch)
    if _gone_further(batch) or any(piece.request.state not in SENT for piece in pieces):
        raise SomeCameBack
    if not pieces:
        raise NobodyLeft
    for piece in pieces:
        move(piece.request, "packed", reason="by_mistake", batch=batch.id)
        piece.posted_at = None
    not_gone(batch, pieces)
    _turn(batch, "frozen", reason)


def _gone_further(batch: PacketBatch) -> bool:
    """Whether a piece has come back, or was posted and has left the batch; ask once the requests are locked."""
    further = PacketPiece.returned_at.is_not(None) | (
        PacketPiece.posted_at.is_not(None) & PacketPiece.left_at.is_not(None)
    )
    there = select(PacketPiece.id).where(PacketPiece.batch_id == batch.id, further)
    return session.scalar(there.limit(1)) is not None


def _turn(batch: PacketBatch, state: str, reason: str = "") -> None:
    batch.state = state
    batch.sent_at = clock.now() if state == "sent" else None
    batch.undo_reason = reason
    session.flush()
    audit.record(f"packet_batch.{state}", batch, reason=reason)
