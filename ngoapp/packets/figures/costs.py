"""What the envelopes of a period cost: stamps and contents, as they were when each batch was frozen."""

from dataclasses import dataclass

from sqlalchemy import func, select

from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.packets.batches.models import PacketBatch, PacketPiece
from ngoapp.packets.figures.periods import Period


@dataclass(frozen=True)
class Cost:
    """So many envelopes of which the cost is known, in one currency; `back` of them the mail brought back."""

    envelopes: int
    total: Money
    back: int

    @property
    def each(self) -> Money:
        """What one packet cost, on the average, rounded to the nearest minor unit."""
        return Money((self.total.minor + self.envelopes // 2) // self.envelopes, self.total.currency)


def costs(period: Period) -> list[Cost]:
    """What was posted in the period, a line for each currency."""
    start, end = period.moments
    stamps, contents = PacketPiece.postage_minor, PacketPiece.contents_minor
    known = stamps.is_not(None) | contents.is_not(None)
    rows = session.execute(
        select(
            PacketBatch.currency,
            func.count(),
            func.sum(func.coalesce(stamps, 0) + func.coalesce(contents, 0)),
            func.count(PacketPiece.returned_at),
        )
        .join(PacketBatch, PacketBatch.id == PacketPiece.batch_id)
        .where(PacketPiece.posted_at >= start, PacketPiece.posted_at < end, known)
        .group_by(PacketBatch.currency)
        .order_by(PacketBatch.currency)
    )
    return [Cost(count, Money(int(total), currency), back) for currency, count, total, back in rows]
