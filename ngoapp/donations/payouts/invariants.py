"""What must be true of payouts at any time."""

from collections.abc import Iterator

from sqlalchemy import func, select

from ngoapp.core.db import session
from ngoapp.donations.payouts.booking import STRIPES_OWN
from ngoapp.donations.payouts.comparing import TIES_OUT, compare
from ngoapp.donations.payouts.models import Payout, PayoutLine


def broken() -> Iterator[str]:
    """A sentence for each fact that does not hold."""
    yield from _paid_out_twice()
    yield from _other_currencies()
    yield from _tied_no_more()


def _paid_out_twice() -> Iterator[str]:
    twice = (
        select(PayoutLine.kind, PayoutLine.source)
        .where(PayoutLine.kind != STRIPES_OWN)
        .group_by(PayoutLine.kind, PayoutLine.source)
        .having(func.count() > 1)
        .order_by(PayoutLine.source)
    )
    for kind, source in session.execute(twice):
        yield f"payouts: the {kind} {source} was paid out more than once"


def _other_currencies() -> Iterator[str]:
    mixed = (
        select(Payout.stripe_id)
        .join(PayoutLine, PayoutLine.payout_id == Payout.id)
        .where(PayoutLine.currency != Payout.amount_currency)
        .distinct()
        .order_by(Payout.stripe_id)
    )
    for name in session.scalars(mixed):
        yield f"payouts: {name} holds lines in another currency"


def _tied_no_more() -> Iterator[str]:
    for payout in session.scalars(
        select(Payout).where(Payout.tied_at.is_not(None)).order_by(Payout.id)
    ).all():
        if compare(payout).state != TIES_OUT:
            yield f"payouts: {payout.stripe_id} tied out once and does so no more"
