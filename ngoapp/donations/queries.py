"""Reads about donations and gifts."""

from collections.abc import Sequence

from sqlalchemy import ScalarSelect, func, select

from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.models import Fund, Gift, Movement


def open_funds() -> Sequence[Fund]:
    """Funds that can be given to, in the order staff chose; the first is the default."""
    return session.scalars(
        select(Fund).where(Fund.closed_at.is_(None)).order_by(Fund.position, Fund.id)
    ).all()


def net_minor() -> ScalarSelect[int]:
    """SQL for what is left of a gift, in minor units: its payment less refunds and disputes; fees aside."""
    return (
        select(func.coalesce(func.sum(Movement.amount_minor), 0))
        .where(Movement.gift_id == Gift.id, Movement.kind != "fee")
        .correlate(Gift)
        .scalar_subquery()
    )


def net(gift: Gift) -> Money:
    """What is left of the gift after refunds and disputes; fees aside."""
    minor = session.scalar(
        select(func.coalesce(func.sum(Movement.amount_minor), 0)).where(
            Movement.gift_id == gift.id, Movement.kind != "fee"
        )
    )
    return Money(int(minor or 0), gift.amount.currency)


def gifts_to_release() -> Sequence[Gift]:
    """Gifts that staff typed in and that wait for a second look, oldest first."""
    return session.scalars(select(Gift).where(Gift.released_at.is_(None)).order_by(Gift.id)).all()


def waiting() -> dict[str, int]:
    """What waits for staff: gifts whose receipt is to be released."""
    count = session.scalar(select(func.count()).where(Gift.released_at.is_(None)))
    return {"gifts_to_release": count or 0}
