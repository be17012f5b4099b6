"""The demo's recurring gifts and payments at the sandbox, so that donors can change the ones and staff give back the
others as they could at Stripe.

The sandbox keeps its state in a file of the data directory: it is told there, before it starts or while it runs."""

from datetime import UTC, date, datetime, time

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ngoapp.cli.sandbox import sandbox_of
from ngoapp.core.db import session
from ngoapp.core.settings import Settings
from ngoapp.donations.models import Donation, Gift, Movement, RecurringPlan
from ngoapp.donations.recurring.models import PlanInvoice
from ngoapp.donations.recurring.rhythms import MONTHS, months_on
from ngoapp.sandbox import (
    EarlierInvoice,
    EarlierPayment,
    EarlierSubscription,
    remember_earlier,
    remember_payments,
)

OF_THE_DEMO, PAID_IN_THE_DEMO = "sub_demo_", "pi_demo_"
INTERVALS = {"month": ("month", 1), "quarter": ("month", 3), "year": ("year", 1)}
NOON = time(12, tzinfo=UTC)  # the same day in every zone that the demo's organisation may be given


def introduce_plans(app: Flask, settings: Settings) -> int:
    """Tell the sandbox of every recurring gift of the demo that it does not know; how many those were."""
    going = (
        select(RecurringPlan)
        .where(
            RecurringPlan.subscription_id.startswith(OF_THE_DEMO, autoescape=True),
            RecurringPlan.next_on.is_not(None),
        )
        .options(joinedload(RecurringPlan.donation))
        .order_by(RecurringPlan.id)
    )
    with app.app_context():
        told = [_as_stripe_has_it(plan, plan.next_on) for plan in session.scalars(going) if plan.next_on]
    return remember_earlier(sandbox_of(settings), told)


def introduce_payments(app: Flask, settings: Settings) -> int:
    """Tell the sandbox of every payment of the demo that it does not know, regular gifts aside; how many those were."""
    paid = (
        select(Movement)
        .where(Movement.kind == "payment", Movement.source.startswith(PAID_IN_THE_DEMO, autoescape=True))
        .options(joinedload(Movement.gift).selectinload(Gift.movements))
        .options(joinedload(Movement.gift).joinedload(Gift.donation).joinedload(Donation.plan))
        .order_by(Movement.id)
    )
    with app.app_context():
        payments = session.scalars(paid).all()
        told = [
            _as_stripe_was_paid(payment, payment.gift, begun)
            for payment in payments
            if (begun := payment.gift.donation) and not begun.plan
        ]
    return remember_payments(sandbox_of(settings), told)


def _as_stripe_was_paid(payment: Movement, gift: Gift, begun: Donation) -> EarlierPayment:
    back = [movement for movement in gift.movements if movement.kind == "refund"]
    return EarlierPayment(
        id=payment.source,
        line_id=payment.source.replace("pi_", "txn_", 1),
        name=begun.donor_name,
        email=begun.email,
        amount=payment.amount.minor,
        currency=payment.amount.currency,
        made_at=gift.charged_at or payment.recorded_at,
        returned=-sum(movement.amount.minor for movement in back),
        disputed=any(movement.kind == "dispute" for movement in gift.movements),
        metadata={"donation": str(begun.id), "action": begun.action_key},
    )


def _as_stripe_has_it(plan: RecurringPlan, next_on: date) -> EarlierSubscription:
    begun, (interval, count) = plan.donation, INTERVALS[plan.every]
    return EarlierSubscription(
        id=plan.subscription_id or "",
        customer_id=plan.customer_id,
        name=begun.donor_name if begun else plan.customer_name,
        email=begun.email if begun else plan.customer_email,
        amount=plan.amount.minor,
        currency=plan.amount.currency,
        interval=interval,
        interval_count=count,
        began_at=_at(months_on(next_on, -MONTHS[plan.every])),
        next_at=_at(next_on),
        paused=plan.state == "paused",
        paused_until=_at(plan.paused_until) if plan.paused_until else None,
        metadata={"donation": str(begun.id), "action": begun.action_key} if begun else {},
        invoices=_without_gift(plan),
    )


def _without_gift(plan: RecurringPlan) -> tuple[EarlierInvoice, ...]:
    """Those of which something is still to come: whose payment failed, or of whom nobody knows yet whose they are."""
    wanted = select(PlanInvoice).where(PlanInvoice.plan_id == plan.id, PlanInvoice.gift_id.is_(None))
    return tuple(
        EarlierInvoice(
            id=row.invoice_id,
            made_at=row.made_at,
            paid=row.state == "paid",
            next_try_at=row.next_try_at,
        )
        for row in session.scalars(wanted.order_by(PlanInvoice.made_at))
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, NOON)
