"""What must be true of batches beyond what the database's own constraints hold."""

from collections.abc import Iterator

from sqlalchemy import exists, select

from ngoapp.core.db import session
from ngoapp.core.signs import is_sound
from ngoapp.packets.batches.models import PacketBatch, PacketPiece
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.states import GONE_OUT, PRINTED

STATES_IN: dict[str, tuple[str, ...]] = {"frozen": PRINTED, "sent": GONE_OUT, "undone": ()}


def broken() -> Iterator[str]:
    """A plain sentence for each fact that does not hold; requests are named by number only."""
    yield from _without_a_batch()
    yield from _at_odds()
    yield from _codes()


def _without_a_batch() -> Iterator[str]:
    in_one = exists().where(PacketPiece.request_id == PacketRequest.id, PacketPiece.left_at.is_(None))
    for request_id in session.scalars(
        select(PacketRequest.id).where(PacketRequest.state.in_(PRINTED), ~in_one)
    ):
        yield f"packets: request {request_id} counts as printed but is in no batch"


def _at_odds() -> Iterator[str]:
    active = (
        select(PacketPiece, PacketBatch.state, PacketRequest.state)
        .join(PacketBatch, PacketBatch.id == PacketPiece.batch_id)
        .join(PacketRequest, PacketRequest.id == PacketPiece.request_id)
        .where(PacketPiece.left_at.is_(None), PacketRequest.erased_at.is_(None))
    )
    for piece, batch_state, state in session.execute(active):
        where = f"packets: request {piece.request_id} in batch {piece.batch_id}"
        if state not in STATES_IN[batch_state]:
            yield f"{where}, which is {batch_state}, is {state}"
        if (piece.packed_at is not None) != (state not in {"batched"}):
            yield f"{where} is {state}, and its envelope is not"
        if (piece.posted_at is not None) != (state in GONE_OUT):
            yield f"{where} is {state}, and its stamp says otherwise"


def _codes() -> Iterator[str]:
    for piece_id, code in session.execute(select(PacketPiece.id, PacketPiece.code)):
        if not is_sound(code):
            yield f"packets: the code of piece {piece_id} does not check itself"
