"""What the mail brings back: typed or scanned by its code, and what follows from that."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ngoapp.core import audit, clock
from ngoapp.core.db import found, locked, session
from ngoapp.core.errors import Refused
from ngoapp.packets.batches.addresses import address_key
from ngoapp.packets.batches.codes import code_in
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.moves import WrongMove, move
from ngoapp.packets.states import GONE_OUT

LATEST = 20


class UnknownCode(Refused):
    """A sound code that is on none of our labels."""

    def __init__(self) -> None:
        super().__init__("No label of ours has this code.", field="code")


class NotPosted(Refused):
    """What comes back has gone out."""

    def __init__(self, piece: PacketPiece) -> None:
        super().__init__(
            f"{piece.mark} has not been posted: its batch is still in hand. Mark that as posted first.",
            field="code",
        )


@dataclass(frozen=True)
class Noted:
    """What a scan has done, in a sentence; `is_new` is false for a second scan of the same piece."""

    piece: PacketPiece
    sentence: str
    is_new: bool = True


def note_return(typed: str, *, reason: str) -> Noted:
    """The mail has brought this piece back: no packet goes to its address until staff have looked, and its request is
    set aside. The same code twice does nothing more. Raises NoCode, UnknownCode and NotPosted."""
    piece = _locked_piece(typed)
    if piece.posted_at is None:
        raise NotPosted(piece)
    if piece.returned_at:
        return Noted(piece, f"{piece.mark} was noted already. Nothing more was done.", is_new=False)
    piece.returned_at, piece.return_reason = clock.now(), reason
    audit.record("packet_piece.returned", piece, reason=reason)
    sentence = _set_aside(piece)
    session.flush()
    return Noted(piece, sentence)


def undo_return(piece_id: int) -> PacketPiece:
    """The scan was a mistake: the piece has not come back. A repeat does nothing."""
    request = locked(PacketRequest, found(PacketPiece, piece_id).request_id)
    piece = locked(PacketPiece, piece_id)
    if piece.returned_at is None:
        return piece
    piece.returned_at, piece.return_reason = None, ""
    if piece.left_at is None and request.state == "returned":
        move(request, "sent", reason="by_mistake")
    audit.record("packet_piece.not_returned", piece)
    session.flush()
    return piece


def address_is_right(request_id: int) -> PacketRequest:
    """Staff have looked: the address is right although mail came back from it, so that packets go there again.

    Raises WrongMove for a request that is erased."""
    request = locked(PacketRequest, request_id)
    if request.erased_at:
        raise WrongMove(request.state)
    request.address_checked_at = clock.now()
    audit.record("packet_request.address_checked", request)
    if request.state == "returned":
        _requeue(request)
    session.flush()
    return request


def requeue_corrected(request: PacketRequest) -> bool:
    """A returned request has got another address: it goes out once more, the first time by itself.

    After a second return staff decide. Returns whether it is in the queue again."""
    pieces = select(PacketPiece.address_key).where(PacketPiece.request_id == request.id)
    elsewhere = request.way == "post" and address_key(request) not in set(session.scalars(pieces))
    if request.state != "returned" or not elsewhere:
        return False
    return _requeue(request)


def latest_returns() -> Sequence[PacketPiece]:
    """What came back last, the newest first."""
    newest = select(PacketPiece).where(PacketPiece.returned_at.is_not(None))
    newest = newest.order_by(PacketPiece.returned_at.desc(), PacketPiece.id.desc()).limit(LATEST)
    return session.scalars(newest.options(joinedload(PacketPiece.request))).all()


def times_returned(request_id: int) -> int:
    """How often the mail brought this request's packet back."""
    back = (PacketPiece.request_id == request_id) & PacketPiece.returned_at.is_not(None)
    return session.scalar(select(func.count()).select_from(PacketPiece).where(back)) or 0


def _locked_piece(typed: str) -> PacketPiece:
    known = session.execute(
        select(PacketPiece.id, PacketPiece.request_id).where(PacketPiece.code == code_in(typed))
    ).first()
    if known is None:
        raise UnknownCode
    locked(PacketRequest, known.request_id)
    return locked(PacketPiece, known.id)


def _set_aside(piece: PacketPiece) -> str:
    request = piece.request
    if request.erased_at:
        return f"{piece.mark} is noted. The person is erased, so there is nothing more to do."
    if piece.left_at or request.state not in GONE_OUT:
        return f"{piece.mark} is noted. Its request has gone on meanwhile, so nothing else has changed."
    move(request, "returned", batch=piece.batch_id)
    if times_returned(request.id) > 1:
        return f"{piece.mark} is noted. It came back before, so somebody has to decide what becomes of it."
    return f"{piece.mark} is noted, and its request is set aside. Once its address is corrected it goes out again."


def _requeue(request: PacketRequest) -> bool:
    if times_returned(request.id) > 1:
        return False
    move(request, "approved", reason="corrected")
    return True
