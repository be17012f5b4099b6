"""Reads of batches: the list, one batch with its groups and figures, the pieces of a request."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from ngoapp.core.db import found, session
from ngoapp.core.money import Money
from ngoapp.mailings.paper import paper_of, per_sheet
from ngoapp.mailings.stock import LabelStock
from ngoapp.packets.batches.models import PacketBatch, PacketPiece, PacketReprint
from ngoapp.packets.batches.sorting import Group, grouped, total
from ngoapp.packets.models import PacketRequest

MOST_SHOWN = 100


@dataclass(frozen=True)
class BatchSheet:
    """Everything about one batch: all its pieces in order, those still in it, and its groups."""

    batch: PacketBatch
    pieces: Sequence[PacketPiece]
    there: Sequence[PacketPiece]
    reprints: Sequence[PacketReprint]
    sheets: int

    @property
    def groups(self) -> list[Group[PacketPiece]]:
        """The pieces still there, under the letters that they had from the beginning."""
        left = {piece.id for piece in self.pieces} - {piece.id for piece in self.there}
        groups = (
            Group(group.letter, [p for p in group.pieces if p.id not in left])
            for group in grouped(self.pieces)
        )
        return [group for group in groups if group.pieces]

    @property
    def is_labels(self) -> bool:
        """Whether it is printed on sheets of labels; envelopes otherwise."""
        return isinstance(paper_of(self.batch.stock), LabelStock)

    @property
    def packed(self) -> int:
        """How many are packed."""
        return sum(piece.packed_at is not None for piece in self.there)

    @property
    def returned(self) -> Sequence[PacketPiece]:
        """What the mail brought back."""
        return [piece for piece in self.pieces if piece.returned_at]

    @property
    def counted(self) -> Sequence[PacketPiece]:
        """What counts for the cost: what was posted, and before that what is there to be posted."""
        return [piece for piece in self.pieces if piece.posted_at] or self.there

    @property
    def postage(self) -> Money | None:
        """What the stamps cost; None while one of them is not known."""
        return total([piece.postage_minor for piece in self.counted])

    @property
    def cost(self) -> Money | None:
        """What everything cost, stamps and contents, as far as that is known."""
        known = [piece.cost for piece in self.counted if piece.cost]
        return Money(sum(one.minor for one in known), self.batch.currency) if known else None

    @property
    def cost_each(self) -> Money | None:
        """What one packet cost, on the average, rounded to the nearest minor unit."""
        if not self.cost:
            return None
        count = len(self.counted)
        return Money((self.cost.minor + count // 2) // count, self.batch.currency)

    @property
    def lost(self) -> Money | None:
        """What was spent on the pieces that came back."""
        known = [piece.cost.minor for piece in self.returned if piece.cost]
        return Money(sum(known), self.batch.currency) if known else None


def batch_sheet(batch_id: int) -> BatchSheet:
    """One batch. Raises NotThere."""
    batch = found(PacketBatch, batch_id)
    pieces = session.scalars(
        select(PacketPiece)
        .where(PacketPiece.batch_id == batch.id)
        .order_by(PacketPiece.position)
        .options(joinedload(PacketPiece.request))
    ).all()
    reprints = session.scalars(
        select(PacketReprint).where(PacketReprint.batch_id == batch.id).order_by(PacketReprint.id.desc())
    ).all()
    return BatchSheet(
        batch=batch,
        pieces=pieces,
        there=[piece for piece in pieces if piece.left_at is None],
        reprints=reprints,
        sheets=-(-(batch.start - 1 + len(pieces)) // per_sheet(paper_of(batch.stock))),
    )


def batches() -> list[tuple[PacketBatch, int]]:
    """The latest batches, newest first, with how many pieces each had."""
    counted = (
        select(PacketBatch, func.count(PacketPiece.id))
        .join(PacketPiece)
        .group_by(PacketBatch.id)
        .options(selectinload(PacketBatch.frozen_by))
        .order_by(PacketBatch.id.desc())
        .limit(MOST_SHOWN)
    )
    return [(batch, count) for batch, count in session.execute(counted)]


def pieces_of(request: PacketRequest) -> Sequence[PacketPiece]:
    """The envelopes that were made for a request, the newest first."""
    newest = select(PacketPiece).where(PacketPiece.request_id == request.id).order_by(PacketPiece.id.desc())
    return session.scalars(newest.options(joinedload(PacketPiece.batch))).all()
