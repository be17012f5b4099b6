"""What must always be true of print runs."""

from collections.abc import Iterator

from sqlalchemy import func, select

from ngoapp.core.db import session
from ngoapp.mailings.runs.models import PrintedAddress, PrintRun


def broken() -> Iterator[str]:
    """A sentence for each run whose lines are not what it says that it printed."""
    kept = (
        select(
            PrintedAddress.run_id,
            func.count().label("count"),
            func.max(PrintedAddress.position).label("last"),
        )
        .group_by(PrintedAddress.run_id)
        .subquery()
    )
    lines = func.coalesce(kept.c.count, 0)
    wrong = (
        select(PrintRun.id, PrintRun.count, lines)
        .outerjoin(kept, kept.c.run_id == PrintRun.id)
        .where((lines != PrintRun.count) | (kept.c.last != PrintRun.count))
    )
    for number, count, found in session.execute(wrong.order_by(PrintRun.id)):
        yield f"mailings: print run {number} printed {count} labels and keeps {found}"
