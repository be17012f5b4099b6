"""The demo's recurring gifts at the sandbox, so that donors change them, and staff give back what they brought, as they
could at Stripe."""

from datetime import UTC, date, datetime, time
from itertools import groupby

from flask import Flask
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ngoapp.cli.demo.at_stripe import money_of
from ngoapp.cli.sandbox import sandbox_of
from ngoapp.core.db import session
from ngoapp.core.settings import Settings
from ngoapp.donations.models import Gift, RecurringPlan
from ngoapp.donations.recurring.models import PlanInvoice
from ngoapp.donations.recurring.rhythms import MONTHS, months_on
from ngoapp.sandbox import EarlierInvoice, EarlierSubscription, remember_earlier

OF_THE_DEMO, ASKED_IN_THE_DEMO = "sub_demo_", "in_demo_"
INTERVALS = {"month": ("month", 1), "quarter": ("month", 3), "year": ("year", 1)}
NOON = time(12, tzinfo=UTC)  # the same day in every zone that the demo's organisation may be given


def introduce_plans(app: Flask, settings: Settings) -> int:
    """Tell the sandbox of every recurring gift of the demo that it does not know; how many those were."""
    asked = (
        select(PlanInvoice)
        .join(PlanInvoice.plan)
        .where(
            RecurringPlan.subscription_id.startswith(OF_THE_DEMO, autoescape=True),
            PlanInvoice.state != "void",
            or_(
                PlanInvoice.gift_id.is_(None),
                PlanInvoice.invoice_id.startswith(ASKED_IN_THE_DEMO, autoescape=True),
            ),
        )
        .options(joinedload(PlanInvoice.plan).joinedload(RecurringPlan.donation))
        .options(joinedload(PlanInvoice.gift).selectinload(Gift.movements))
        .order_by(PlanInvoice.plan_id, PlanInvoice.made_at)
    )
    with app.app_context():
        told = [
            _as_stripe_has_it(plan, list(rows))
            for plan, rows in groupby(session.scalars(asked), key=lambda row: row.plan)
        ]
    return remember_earlier(sandbox_of(settings), told)


def _as_stripe_has_it(plan: RecurringPlan, asked: list[PlanInvoice]) -> EarlierSubscription:
    begun, (interval, count) = plan.donation, INTERVALS[plan.every]
    next_on = plan.next_on or months_on(asked[-1].made_at.date(), MONTHS[plan.every])
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
        ending=plan.state == "ending",
        ended_at=plan.ended_at,
        ended_why=plan.ended_why,
        metadata={"donation": str(begun.id), "action": begun.action_key} if begun else {},
        invoices=tuple(_asked_for(row) for row in asked),
    )


def _asked_for(row: PlanInvoice) -> EarlierInvoice:
    """One that is paid and of which nobody knows yet whose it is has money that the books do not name."""
    return EarlierInvoice(
        id=row.invoice_id,
        amount=row.amount.minor,
        made_at=row.made_at,
        paid=row.state == "paid",
        next_try_at=row.next_try_at,
        money=money_of(row.gift.movements[0]) if row.gift else None,
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, NOON)
