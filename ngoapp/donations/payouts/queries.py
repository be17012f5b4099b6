"""Reads about payouts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from ngoapp.core.db import session
from ngoapp.core.pages import Page, page_of
from ngoapp.donations.models import Gift, Movement
from ngoapp.donations.payouts.models import Payout, PayoutLine

PAGE = 30
USUAL_DELAY = timedelta(days=7)  # between two payments of one kind, Stripe pays out in order, give or take
MOST_SHOWN = 100


def payouts_page(number: int) -> Page[Payout]:
    """Payouts, the newest first."""
    return page_of(select(Payout).order_by(Payout.made_at.desc(), Payout.id.desc()), number, size=PAGE)


def not_paid_out() -> Sequence[Gift]:
    """Gifts that later ones have overtaken on the way to our bank, oldest first.

    Only payments since the first one of which Stripe told in a payout: of earlier ones nothing is known."""
    paid_out = select(Movement.gift_id).join(
        PayoutLine, (PayoutLine.kind == Movement.kind) & (PayoutLine.source == Movement.source)
    )
    charged = (
        select(Gift.method, func.min(Gift.charged_at).label("first"), func.max(Gift.charged_at).label("last"))
        .where(Gift.id.in_(paid_out), Gift.charged_at.is_not(None))
        .group_by(Gift.method)
    )
    late: list[Gift] = []
    spans: Sequence[tuple[str, datetime, datetime]] = session.execute(charged).all()  # type: ignore[assignment]  # never NULL here
    for method, first, last in spans:
        wanted = select(Gift).where(
            Gift.method == method,
            Gift.charged_at >= first,
            Gift.charged_at < last - USUAL_DELAY,
            Gift.id.not_in(paid_out),
        )
        late += session.scalars(wanted.order_by(Gift.charged_at).limit(MOST_SHOWN))
    return late


def that_differ() -> tuple[ColumnElement[bool], ...]:
    """SQL for payouts that wait for somebody to look into a difference."""
    return Payout.listed_at.is_not(None), Payout.tied_at.is_(None), Payout.noted_at.is_(None)
