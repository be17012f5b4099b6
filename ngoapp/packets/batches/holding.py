"""What a batch holds of the shelf: set aside when it is frozen, used when it is posted, given back when it is not.

The shelf is told for the whole batch; which editions went to whom is written down for each envelope."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ngoapp.core.db import session
from ngoapp.packets.batches.filling import Filling
from ngoapp.packets.batches.models import PacketBatch, PacketPiece
from ngoapp.packets.kits.models import Sending
from ngoapp.packets.kits.sendings import drop_plan, in_sending, mark_gone, mark_not_gone, plan_sending
from ngoapp.packets.kits.stock import give_back, holdings, reserve, undo_use, use


@dataclass(frozen=True)
class Line:
    """So many copies of an edition, as the packer reads it."""

    name: str
    copies: int


def hold(batch: PacketBatch, fillings: Sequence[tuple[PacketPiece, Filling]]) -> None:
    """Set aside what all these envelopes take, and write down what goes to whom. Raises TooFew."""
    needs: Counter[int] = Counter()
    for piece, filling in fillings:
        plan_sending(key=_key(piece), request_id=piece.request_id, way="post", lines=filling.lines)
        for line in filling.lines:
            needs[line.edition.id] += line.copies
    reserve(key=_shelf(batch.id), needs=needs)


def let_go(piece: PacketPiece) -> None:
    """This envelope leaves its batch before it was posted: what was in it goes back on the shelf."""
    inside = in_sending(_key(piece))
    if piece.posted_at or not inside:
        return
    held = holdings(_shelf(piece.batch_id))
    needs = {edition_id: has.reserved + has.used for edition_id, has in held.items()}
    for sending in inside:
        needs[sending.edition_id] = needs.get(sending.edition_id, 0) - sending.copies
    reserve(
        key=_shelf(piece.batch_id), needs={edition_id: max(need, 0) for edition_id, need in needs.items()}
    )
    drop_plan([_key(piece)])


def let_all_go(batch: PacketBatch, pieces: Sequence[PacketPiece]) -> None:
    """Nothing of the batch is posted."""
    give_back(key=_shelf(batch.id))
    drop_plan([_key(piece) for piece in pieces])


def gone(batch: PacketBatch, pieces: Sequence[PacketPiece], at: datetime) -> None:
    """These envelopes are in the post. Raises TooFew where a count has since found fewer copies."""
    use(key=_shelf(batch.id))
    mark_gone([_key(piece) for piece in pieces], at)


def not_gone(batch: PacketBatch, pieces: Sequence[PacketPiece]) -> None:
    """They are not in the post after all; the others of the batch are."""
    keys = [_key(piece) for piece in pieces]
    copies = select(Sending.edition_id, func.sum(Sending.copies)).where(Sending.key.in_(keys))
    sums = session.execute(copies.group_by(Sending.edition_id))
    undo_use(key=_shelf(batch.id), needs={edition_id: int(count) for edition_id, count in sums})
    mark_not_gone(keys)


def lines_in(pieces: Sequence[PacketPiece]) -> Mapping[int, list[Line]]:
    """What is in each of these envelopes, in the packer's order, by the piece's id."""
    pieces_by_key = {_key(piece): piece.id for piece in pieces}
    lines: dict[int, list[Line]] = {piece.id: [] for piece in pieces}
    inside = select(Sending).where(Sending.key.in_(pieces_by_key)).order_by(Sending.id)
    for sending in session.scalars(inside.options(joinedload(Sending.edition))):
        name = f"{sending.edition.name}, {sending.edition.label}"
        lines[pieces_by_key[sending.key]].append(Line(name, sending.copies))
    return lines


def totals_of(pieces: Sequence[PacketPiece]) -> list[Line]:
    """How many copies of each edition these envelopes take together."""
    counted: Counter[str] = Counter()
    for lines in lines_in(pieces).values():
        for line in lines:
            counted[line.name] += line.copies
    return [Line(name, copies) for name, copies in sorted(counted.items())]


def _key(piece: PacketPiece) -> str:
    return f"piece-{piece.id}"


def _shelf(batch_id: int) -> str:
    return f"batch-{batch_id}"
