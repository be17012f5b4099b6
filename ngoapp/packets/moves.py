"""The one place where a request's state changes."""

from datetime import datetime

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import session
from ngoapp.core.errors import Refused
from ngoapp.packets.models import PacketPiece, PacketRequest
from ngoapp.packets.states import CLOSED, GONE_OUT, MOVES, WORDS

ON_A_RUN = {"batched", "sent"}


class WrongMove(Refused):
    """The request stands where this cannot be done to it."""

    def __init__(self, state: str) -> None:
        super().__init__(
            f"This cannot be done now: the request is at “{WORDS[state]}”. Somebody may have been quicker."
        )


def move(request: PacketRequest, to: str, **detail: int) -> PacketRequest:
    """Take a locked request to its next state and enter that. Raises WrongMove where no way leads there."""
    before, moment = request.state, clock.now()
    if to not in MOVES.get(before, ()):
        raise WrongMove(before)
    if before in ON_A_RUN and to not in ON_A_RUN:
        _leave_run(request, moment)
    request.state = to
    request.closed_at = moment if to in CLOSED else None
    request.sent_at = moment if to in GONE_OUT else None
    session.flush()
    audit.record(f"packet_request.{to}", request, before=before, **detail)
    return request


def _leave_run(request: PacketRequest, moment: datetime) -> None:
    piece = session.scalar(
        select(PacketPiece).where(PacketPiece.request_id == request.id, PacketPiece.left_at.is_(None))
    )
    if piece:
        piece.left_at = moment
