"""A second recurring gift at Stripe for one donation, as when two payment pages were filled in: nobody pays twice.

The worker ends it and gives back what it took, under keys of its own, so that a repeat does neither twice. Staff find
at the donation what was done."""

import structlog
from sqlalchemy import select

from ngoapp.adapters.billing_facts import Subscription
from ngoapp.adapters.stripe_api import StripeApi, stripe_api
from ngoapp.adapters.stripe_facts import Payment, Refund, StripeRefused
from ngoapp.core import audit, clock
from ngoapp.core.db import end_read, found, insert_ignoring, locked, session, transaction
from ngoapp.core.money import Money
from ngoapp.core.outbox import enqueue
from ngoapp.donations.events.receiving import Outcome, quarantine
from ngoapp.donations.events.truth import Truth
from ngoapp.donations.models import Donation, RecurringPlan
from ngoapp.donations.recurring.models import SecondPlan

JOB = "donations.end_second_plan"
TWO_PLANS = "There are two recurring gifts at Stripe for one donation."
ENDED = "A second recurring gift was begun for it by mistake. It is ended."
GIVEN_BACK = "A second recurring gift was begun for it by mistake. It is ended, and its payment given back."
STUCK = "A second recurring gift is ended, but Stripe would not give its payment back: please do that there."
log = structlog.get_logger()


def is_second(plan: RecurringPlan, subscription: Subscription, donation: Donation) -> bool:
    """Whether the donation's plan is another subscription's; one that came to nothing makes room."""
    if plan.subscription_id in {None, subscription.id}:
        return False
    return plan.state != "ended" or donation.state == "paid"


def undo_second(donation: Donation, subscription: Subscription, truth: Truth) -> Outcome:
    """Have it ended and what it took given back (the donation is locked by the caller); one that is undone is left."""
    if subscription.ended and (truth.payment is None or not _left(truth.payment, truth.refunds)):
        under_way = truth.payment and truth.payment.status == "processing"
        if not under_way:
            return Outcome("parked", ENDED)
    quarantine(donation, TWO_PLANS)
    second = _kept(donation, subscription)
    paid_by = truth.payment.id if truth.payment and truth.paid else "nothing"
    enqueue(JOB, dedupe_key=f"{JOB}:{second.id}:{paid_by}", second_id=second.id)
    return Outcome("quarantined", TWO_PLANS, donation.id)


def _kept(donation: Donation, subscription: Subscription) -> SecondPlan:
    insert_ignoring(
        SecondPlan, donation_id=donation.id, subscription_id=subscription.id, found_at=clock.now()
    )
    return session.scalars(select(SecondPlan).where(SecondPlan.subscription_id == subscription.id)).one()


def end_second(second_id: int) -> None:
    """End it at Stripe, give back what it took, and say so at the donation. A repeat does nothing."""
    api, second = stripe_api(), found(SecondPlan, second_id)
    donation_id, subscription_id = second.donation_id, second.subscription_id
    end_read()
    if not api.billing.subscription(subscription_id).ended:
        api.billing.changes.end_now(subscription_id, key=f"{subscription_id}:second")
    paid_by = [paid.payment_id for paid in api.billing.invoices_of(subscription_id) if paid.status == "paid"]
    try:
        for payment_id in filter(None, paid_by):
            _give_back(api, payment_id)
    except StripeRefused as refusal:
        log.warning("recurring.second_not_given_back", donation=donation_id, reason=str(refusal))
        told = STUCK
    else:
        told = GIVEN_BACK if any(paid_by) else ENDED
    with transaction():
        donation = locked(Donation, donation_id)
        second = locked(SecondPlan, second_id)
        second.ended_at = second.ended_at or clock.now()
        if donation.reason == TWO_PLANS:
            donation.reason = told
            audit.record("donation.second_plan_ended", donation, payments=len(paid_by))


def _give_back(api: StripeApi, payment_id: str) -> None:
    payment = api.payment(payment_id)
    if left := _left(payment, api.refunds_of(payment_id)):
        amount = Money(left, payment.received.currency)
        key = f"refund:second:{payment_id}"
        api.give_back(payment_id, amount, reason="duplicate", names={"second": payment_id}, key=key)


def _left(payment: Payment, refunds: list[Refund] | tuple[Refund, ...]) -> int:
    return payment.received.minor - sum(refund.amount.minor for refund in refunds if refund.gone_back)
