"""What a donor has given: reads for the donor's own page and for yearly summaries.

Only what staff have released is theirs to see: until then it may be somebody else's gift, typed in by mistake."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, extract, func, or_, select, union
from sqlalchemy.orm import joinedload, selectinload

from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.models import Gift, Movement


def years_of_giving(donor_ids: Collection[int]) -> Sequence[tuple[int, int]]:
    """Pairs of a donor and a year in which money of theirs came or went, newest year first."""
    given = _given(donor_ids).with_only_columns(Gift.donor_id, extract("year", Gift.gift_on).label("year"))
    moved = _given(donor_ids).join(Gift.movements).where(Movement.kind.not_in(("payment", "fee")))
    returned = moved.with_only_columns(Gift.donor_id, extract("year", Movement.moved_on).label("year"))
    both = union(given, returned).subquery()
    rows = session.execute(select(both.c.donor_id, both.c.year).order_by(both.c.year.desc(), both.c.donor_id))
    return [(int(row.donor_id), int(row.year)) for row in rows]


def gifts_of_year(donor_ids: Collection[int], year: int) -> Sequence[Gift]:
    """Gifts that count for a year, newest first."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    wanted = _given(donor_ids).where(Gift.gift_on.between(first, last))
    return session.scalars(whole(wanted).order_by(Gift.gift_on.desc(), Gift.id.desc())).all()


def gifts_touched(donor_id: int, year: int) -> Sequence[Gift]:
    """Gifts that count for a year, and earlier ones of which something came or went in it, oldest first."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    moved = select(Movement.id).where(Movement.gift_id == Gift.id, Movement.moved_on.between(first, last))
    wanted = _given([donor_id]).where(or_(Gift.gift_on.between(first, last), moved.exists()))
    return session.scalars(whole(wanted).order_by(Gift.gift_on, Gift.id)).all()


@dataclass(frozen=True)
class GivenInAll:
    """A donor's gifts in one currency: how many, what is left of them, and the first and latest day."""

    count: int
    left: Money
    first_on: date
    latest_on: date


def given_in_all(donor_id: int) -> list[GivenInAll]:
    """What a donor has given, a line for each currency; fees aside."""
    rows = session.execute(
        select(
            Gift.amount_currency,
            func.count(Gift.id.distinct()),
            func.sum(Movement.amount_minor),
            func.min(Gift.gift_on),
            func.max(Gift.gift_on),
        )
        .join(Gift.movements)
        .where(Gift.donor_id == donor_id, Movement.kind != "fee")
        .group_by(Gift.amount_currency)
        .order_by(Gift.amount_currency)
    )
    return [GivenInAll(count, Money(int(left), of), first, last) for of, count, left, first, last in rows]


def latest_gifts(donor_id: int, limit: int) -> Sequence[Gift]:
    """A donor's newest gifts, released or not."""
    newest = select(Gift).where(Gift.donor_id == donor_id).order_by(Gift.gift_on.desc(), Gift.id.desc())
    return session.scalars(whole(newest).limit(limit)).all()


def left_of(gift: Gift) -> Money:
    """What is left of a gift whose movements are at hand; fees aside."""
    minor = sum(movement.amount.minor for movement in gift.movements if movement.kind != "fee")
    return Money(minor, gift.amount.currency)


def whole(gifts: Select[Gift]) -> Select[Gift]:
    """The same gifts with what a page about them reads besides."""
    return gifts.options(joinedload(Gift.fund), selectinload(Gift.movements))


def _given(donor_ids: Collection[int]) -> Select[Gift]:
    return select(Gift).where(Gift.donor_id.in_(donor_ids), Gift.released_at.is_not(None))
