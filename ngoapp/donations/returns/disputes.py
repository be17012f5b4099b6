"""Disputes: what a bank asks for, and the money that it moves."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from ngoapp.adapters.stripe_facts import Dispute as DisputeFact
from ngoapp.adapters.stripe_facts import Shift
from ngoapp.core import audit, clock
from ngoapp.core.db import save, session
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.models import Gift
from ngoapp.donations.returns.models import TO_ANSWER, Dispute
from ngoapp.donations.returns.notes import hold_note
from ngoapp.donations.returns.refunds import known_movements, record_fee
from ngoapp.organisation.queries import our_organisation


def record_disputes(gift: Gift, disputes: Iterable[DisputeFact]) -> None:
    """Bring every dispute over the gift (locked by the caller) to what Stripe says; a repeat does nothing."""
    for fact in disputes:
        _keep(gift, fact)
        for shift in fact.shifts:
            _move(gift, fact, shift)


def disputes_to_answer() -> Sequence[Dispute]:
    """Disputes that wait for our answer, the most urgent first."""
    return session.scalars(
        select(Dispute).where(Dispute.status.in_(TO_ANSWER)).order_by(Dispute.answer_by, Dispute.id)
    ).all()


def disputes_of(gift_id: int) -> Sequence[Dispute]:
    """Every dispute over a gift, oldest first."""
    return session.scalars(select(Dispute).where(Dispute.gift_id == gift_id).order_by(Dispute.id)).all()


def _keep(gift: Gift, fact: DisputeFact) -> None:
    known = session.scalar(select(Dispute).where(Dispute.stripe_id == fact.id))
    if known and known.status == fact.status:
        return
    dispute = known or Dispute(
        gift_id=gift.id, stripe_id=fact.id, reason=fact.reason, amount=fact.amount, opened_at=fact.opened_at
    )
    dispute.status, dispute.answer_by, dispute.updated_at = fact.status, fact.answer_by, clock.now()
    save(dispute)
    audit.record("gift.disputed", gift, dispute=dispute.id, status=fact.status)


def _move(gift: Gift, fact: DisputeFact, shift: Shift) -> None:
    """One balance transaction of the dispute: money that was taken, or that came back, and Stripe's fee for it."""
    known = known_movements(gift)
    day = clock.local_day(shift.moved_at, our_organisation().time_zone)
    kind = "dispute" if shift.amount.minor < 0 else "dispute_reversal"
    if shift.amount.minor and (kind, shift.id) not in known:
        add_movement(gift, kind=kind, source=shift.id, amount=shift.amount, moved_on=day)
        audit.record(f"gift.{kind}", gift, minor=shift.amount.minor)
        hold_note(gift, kind=kind, source=fact.id, amount=fact.amount)
    record_fee(gift, shift.fee)
