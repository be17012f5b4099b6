"""Reading payouts from Stripe: when it tells of one, and every hour those that are not done with."""

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import or_, select

from ngoapp.adapters.book_facts import Payout as PayoutFact
from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.adapters.stripe_facts import StripeRefused
from ngoapp.core import clock
from ngoapp.core.db import end_read, session, transaction
from ngoapp.donations.payouts.models import Payout
from ngoapp.donations.payouts.operations import keep_payout

# Stripe may still change its mind on one that was paid: banks refuse within a few days.
SETTLED_AFTER = timedelta(days=14)


def read_payout(api: StripeApi, payout_id: str) -> bool:
    """Ask for a payout and keep it; whether anything changed. Raises StripeAway and StripeRefused."""
    end_read()
    return _keep(api, api.books.payout(payout_id))


def read_payouts(api: StripeApi, *, days: int) -> list[str]:
    """Keep the payouts of the last days, and those that are not done with; the names of those that changed.

    A second run changes nothing. Raises StripeAway. An account without payouts has none, and one that Stripe
    does not know keeps none of the others from being read."""
    until = clock.now()
    end_read()
    try:
        facts = {
            fact.id: fact for fact in api.books.payouts_made(since=until - timedelta(days=days), until=until)
        }
    except StripeRefused:
        return []
    for name in _unsettled():
        if name not in facts:
            with suppress(StripeRefused):
                facts[name] = api.books.payout(name)
    return [name for name, fact in facts.items() if _keep(api, fact)]


def _unsettled() -> list[str]:
    recent = Payout.made_at > clock.now() - SETTLED_AFTER
    wanted = select(Payout.stripe_id).where(or_(recent, Payout.tied_at.is_(None)), Payout.noted_at.is_(None))
    names = list(session.scalars(wanted.order_by(Payout.id)))
    end_read()
    return names


def _keep(api: StripeApi, fact: PayoutFact) -> bool:
    listed = select(Payout.id).where(Payout.stripe_id == fact.id, Payout.listed_at.is_not(None))
    known = session.scalar(listed) is not None
    end_read()
    moves = api.books.moves_of(fact.id) if fact.listed and not known else []
    with transaction():
        return keep_payout(fact, moves)
