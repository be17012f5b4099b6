"""Writes about payouts. What Stripe told once is never changed; a repeat does nothing."""

from collections.abc import Sequence

from sqlalchemy import select

from ngoapp.adapters.book_facts import Move
from ngoapp.adapters.book_facts import Payout as PayoutFact
from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, locked, session
from ngoapp.core.errors import Refused
from ngoapp.donations.payouts.booking import booked_as
from ngoapp.donations.payouts.comparing import TIES_OUT, compare
from ngoapp.donations.payouts.models import Payout, PayoutLine


class NothingToNote(Refused):
    """All is well, or Stripe has not yet said what is in it."""

    def __init__(self) -> None:
        super().__init__("This payout has no difference to write about.")


def keep_payout(fact: PayoutFact, moves: Sequence[Move]) -> bool:
    """Bring a payout to what Stripe says, with all that was paid out where that is known; whether anything changed."""
    made = insert_ignoring(
        Payout,
        stripe_id=fact.id,
        amount_minor=fact.amount.minor,
        amount_currency=fact.amount.currency,
        status=fact.status,
        arrives_on=fact.arrives_on,
        made_at=fact.made_at,
        note="",
        updated_at=clock.now(),
    )
    payout = session.scalars(select(Payout).where(Payout.stripe_id == fact.id).with_for_update()).one()
    changed = made or (payout.status, payout.arrives_on) != (fact.status, fact.arrives_on)
    if changed:
        payout.status, payout.arrives_on, payout.updated_at = fact.status, fact.arrives_on, clock.now()
        audit.record("payout.kept", payout, status=fact.status)
    if fact.listed and payout.listed_at is None:
        _list(payout, moves)
        changed = True
    return tie_out(payout.id) or changed


def tie_out(payout_id: int) -> bool:
    """Note that all of a payout is in our books, if it is by now; whether that is news.

    Movements and lines are never changed, so what ties out once does so for good."""
    payout = locked(Payout, payout_id)
    if payout.tied_at or compare(payout).state != TIES_OUT:
        return False
    payout.tied_at = clock.now()
    audit.record("payout.tied_out", payout)
    return True


def note_difference(payout_id: int, *, note: str, by: int) -> Payout:
    """Somebody looked into a payout that does not tie out, and says what they found: it leaves the desk.

    Raises NothingToNote."""
    payout = locked(Payout, payout_id)
    if payout.listed_at is None or payout.tied_at:
        raise NothingToNote
    if payout.note != note:
        payout.note, payout.noted_at, payout.noted_by_id = note, clock.now(), by
        audit.record("payout.noted", payout)
    return payout


def _list(payout: Payout, moves: Sequence[Move]) -> None:
    for move in moves:
        kind, source = booked_as(move)
        insert_ignoring(
            PayoutLine,
            payout_id=payout.id,
            move_id=move.id,
            kind=kind,
            source=source,
            category=move.category,
            amount_minor=move.amount.minor,
            fee_minor=move.fee.minor,
            currency=move.amount.currency,
            moved_at=move.moved_at,
        )
    payout.listed_at = payout.updated_at = clock.now()
    audit.record("payout.listed", payout, lines=len(moves))
