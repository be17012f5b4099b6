"""Working through a batch in hand, in the words of its buttons: ticking off, pulling out, ending, taking back."""

import re
from collections.abc import Callable, Sequence

from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.core.errors import Refused
from ngoapp.packets.batches.codes import NoCode, code_in
from ngoapp.packets.batches.models import PacketBatch, PacketPiece
from ngoapp.packets.batches.operations import mark_posted, pack, pack_all, set_aside, undo

MARK = re.compile(r"(?:[Bb]([0-9]+)-)?([0-9]{1,4})", re.ASCII)
WITH_PIECES: dict[str, tuple[Callable[[int], PacketPiece], str]] = {
    "packed": (pack, "packed"),
    "unpacked": (lambda piece_id: pack(piece_id, packed=False), "not packed after all"),
    "aside": (set_aside, "pulled out and set aside"),
}
ENDINGS: dict[str, tuple[Callable[[int], PacketBatch], str]] = {
    "packed": (pack_all, "All packed. Take them to the post, then say that they are posted."),
    "posted": (mark_posted, "Posted."),
}


class NotInThisBatch(Refused):
    """A mark, number or code that is none of this batch's."""

    def __init__(self) -> None:
        super().__init__("Nothing in this batch has this number or code.", field="typed")


def tick(batch_id: int, typed: str) -> str:
    """What was typed or scanned is packed; returns the sentence that says so. Raises NotInThisBatch and BatchIsOver."""
    piece = pack(_piece(batch_id, typed).id)
    return f"{piece.mark} is packed."


def do_with(batch_id: int, piece_ids: Sequence[int], what: str) -> str:
    """One of WITH_PIECES with those of these that are in the batch; returns the sentence that says so.

    Raises BatchIsOver."""
    act, words = WITH_PIECES[what]
    ours = select(PacketPiece.id).where(PacketPiece.batch_id == batch_id).order_by(PacketPiece.id)
    done = [act(piece_id) for piece_id in session.scalars(ours).all() if piece_id in piece_ids]
    if not done:
        return "Tick some envelopes first."
    return f"{done[0].mark} is {words}." if len(done) == 1 else f"{len(done)} envelopes are {words}."


def end_with(batch_id: int, ending: str) -> str:
    """One of ENDINGS; returns the sentence that says so. Raises BatchIsOver and NotAllPacked."""
    act, sentence = ENDINGS[ending]
    act(batch_id)
    return sentence


def take_back(batch_id: int, reason: str) -> str:
    """A step back, and the sentence that says so. Raises SomeCameBack and NobodyLeft."""
    if undo(batch_id, reason=reason).state == "undone":
        return "Taken back. The requests are in the queue again."
    return "Not posted after all. The envelopes are packed and in hand."


def _piece(batch_id: int, typed: str) -> PacketPiece:
    there = select(PacketPiece).where(PacketPiece.batch_id == batch_id)
    match = MARK.fullmatch(typed.strip())
    if match and match[1] in {None, str(batch_id)}:
        piece = session.scalar(there.where(PacketPiece.position == int(match[2])))
    else:
        try:
            piece = session.scalar(there.where(PacketPiece.code == code_in(typed)))
        except NoCode as unread:
            raise NotInThisBatch from unread
    if piece is None:
        raise NotInThisBatch
    return piece
