"""What came in for funds and for campaigns: sums over movements, taken by the database."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.models import Gift, Movement


@dataclass(frozen=True)
class Sum:
    """What is left of gifts in one currency after refunds and disputes, fees aside, and how many gifts that is."""

    amount: Money
    gifts: int


def sums_of(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    ids: Collection[int],
    *,
    released_only: bool = False,
) -> Mapping[int, Sequence[Sum]]:
    """The sums of each id in a column of Gift, by currency, the largest first. One question, however many ids."""
    per_gift = (
        select(
            column.label("of"),
            Gift.amount_currency.label("currency"),
            func.sum(Movement.amount_minor).label("net"),
        )
        .join(Gift.movements)
        .where(column.in_(ids), Movement.kind != "fee")
        .group_by(Gift.id, column, Gift.amount_currency)
    )
    if released_only:
        per_gift = per_gift.where(Gift.released_at.is_not(None))
    each = per_gift.subquery()
    total, gifts = func.sum(each.c.net), func.sum(cast(each.c.net > 0, Integer))
    rows = session.execute(
        select(each.c.of, each.c.currency, total, gifts)
        .group_by(each.c.of, each.c.currency)
        .order_by(each.c.of, total.desc())
    )
    found: dict[int, list[Sum]] = defaultdict(list)
    for of, currency, minor, count in rows:
        found[of].append(Sum(Money(int(minor), currency), int(count)))
    return found
