"""The one place where a request's state changes."""

from datetime import datetime

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import session
from ngoapp.core.errors import Refused
from ngoapp.packets.batches.holding import let_go
from ngoapp.packets.batches.models import PacketPiece
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.states import CLOSED, GONE_OUT, MOVES, PRINTED, REASONS, SENT, USUAL_REASONS, WORDS

IN_A_BATCH = {*PRINTED, *GONE_OUT}


class WrongMove(Refused):
    """The request stands where this cannot be done to it."""

    def __init__(self, state: str) -> None:
        super().__init__(
            f"This cannot be done now: the request is at “{WORDS[state]}”. Somebody may have been quicker."
        )


def move(request: PacketRequest, to: str, *, reason: str = "", **detail: int) -> PacketRequest:
    """Take a locked request to its next state and enter that, with a code of REASONS (the usual one where none is
    given). What goes out for the second time is `resent`. Raises WrongMove where no way leads there, and for a request
    that is erased: a step would bring back the moments that were forgotten."""
    before, moment = request.state, clock.now()
    to = _once_more(request, to)
    if request.erased_at or to not in MOVES[before]:
        raise WrongMove(before)
    why = reason or USUAL_REASONS[to]
    if why not in REASONS:
        raise KeyError(why)
    if before in IN_A_BATCH and to not in IN_A_BATCH:
        _leave_batch(request, moment)
    request.sendings += _sendings(before, to)
    request.state = to
    request.closed_at = moment if to in CLOSED else None
    request.sent_at = _sent_at(request, before, to, moment)
    session.flush()
    audit.record(f"packet_request.{to}", request, before=before, reason=why, **detail)
    return request


def _once_more(request: PacketRequest, to: str) -> str:
    """Which of the two words for sent fits: a step back to it keeps the count, a step forward adds to it."""
    if to not in SENT:
        return to
    count = request.sendings + (request.state not in GONE_OUT)
    return "resent" if count > 1 else "sent"


def _sendings(before: str, to: str) -> int:
    if to in SENT and before not in GONE_OUT:
        return 1
    return -1 if before in SENT and to in PRINTED else 0


def _sent_at(request: PacketRequest, before: str, to: str, moment: datetime) -> datetime | None:
    if to not in GONE_OUT:
        return None
    return request.sent_at if before in GONE_OUT else moment


def _leave_batch(request: PacketRequest, moment: datetime) -> None:
    piece = session.scalar(
        select(PacketPiece).where(PacketPiece.request_id == request.id, PacketPiece.left_at.is_(None))
    )
    if piece:
        let_go(piece)
        piece.left_at = moment
