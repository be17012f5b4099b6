"""A plan and its invoices, brought to what Stripe says of them; nothing here believes in money."""

from datetime import date

from sqlalchemy import select

from ngoapp.adapters.billing_facts import Invoice, Subscription
from ngoapp.adapters.stripe_facts import Payment
from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, session
from ngoapp.core.outbox import enqueue
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring.models import PastAmount, PlanInvoice
from ngoapp.donations.recurring.newest import pass_mark
from ngoapp.donations.recurring.rhythms import first_from
from ngoapp.organisation.queries import our_organisation

STATES = {
    "incomplete": "starting",
    "incomplete_expired": "ended",
    "past_due": "past_due",
    "unpaid": "past_due",
    "canceled": "ended",
    "paused": "paused",
}
OVER = {"void": "void", "uncollectible": "void", "paid": "paid"}


def follow_subscription(plan: RecurringPlan, subscription: Subscription, *, mark: int) -> None:
    """Bring the plan (locked by the caller) to what Stripe, asked after `mark`, says; a repeat does nothing.

    Raises Outrun. A subscription that has ended stays so."""
    pass_mark(plan, mark)
    if plan.state == "ended" and plan.subscription_id == subscription.id:
        return
    before, moment = plan.state, clock.now()
    if plan.amount != subscription.amount:
        _keep_amount(plan)
    for column, value in _said(subscription).items():
        setattr(plan, column, value)
    plan.trouble_since = (plan.trouble_since or moment) if plan.state == "past_due" else None
    plan.ended_at = (subscription.ended_at or plan.ended_at or moment) if plan.state == "ended" else None
    plan.ended_why = plan.ended_why or subscription.ended_why
    if plan.state != before:
        plan.updated_at = moment
        audit.record(f"plan.{plan.state}", plan)
        if plan.state == "ended" and plan.ended_why == "payment_failed":
            enqueue(
                "donations.send_plan_ended",
                dedupe_key=f"donations.send_plan_ended:{plan.id}",
                plan_id=plan.id,
            )


def _keep_amount(plan: RecurringPlan) -> None:
    asked = {"amount_minor": plan.amount.minor, "amount_currency": plan.amount.currency}
    insert_ignoring(PastAmount, plan_id=plan.id, **asked)


def is_followed(plan: RecurringPlan, subscription: Subscription) -> bool:
    """Whether the plan is as Stripe says."""
    return all(getattr(plan, column) == value for column, value in _said(subscription).items())


def keep_invoice(plan: RecurringPlan, invoice: Invoice) -> PlanInvoice:
    """The row of an invoice under this plan (locked by the caller)."""
    insert_ignoring(
        PlanInvoice,
        plan_id=plan.id,
        invoice_id=invoice.id,
        state="open",
        amount_minor=invoice.due.minor,
        amount_currency=invoice.due.currency,
        attempts=0,
        made_at=invoice.made_at,
        updated_at=clock.now(),
    )
    return session.scalars(
        select(PlanInvoice)
        .where(PlanInvoice.invoice_id == invoice.id)
        .execution_options(populate_existing=True)
    ).one()


def follow_invoice(row: PlanInvoice, invoice: Invoice, payment: Payment | None) -> None:
    """Bring the row to what Stripe says; the first time that it is tried in vain, the donor is told.

    Not of a card that is declined while the donor still sits before Stripe's page: the gift has not begun then."""
    state = _state_of_invoice(invoice, payment)
    if (row.state, row.attempts, row.next_try_at) == (state, invoice.attempts, invoice.next_try_at):
        return
    failed_before = row.attempts > 0 and row.state == "failed"
    row.state, row.attempts, row.next_try_at = state, invoice.attempts, invoice.next_try_at
    row.updated_at = clock.now()
    begun = not invoice.is_first or row.plan.donor_id
    if state == "failed" and not failed_before and begun:
        audit.record("plan.payment_failed", row.plan)
        enqueue(
            "donations.send_renewal_failed",
            dedupe_key=f"donations.send_renewal_failed:{row.id}",
            invoice_id=row.id,
        )


def _said(subscription: Subscription) -> dict[str, object]:
    """The plan's columns, as Stripe has them."""
    next_on, paused_until = _days(subscription)
    return {
        "subscription_id": subscription.id,
        "customer_id": subscription.customer_id,
        "amount": subscription.amount,
        "every": subscription.every,
        "state": _state_of(subscription),
        "next_on": next_on,
        "paused_until": paused_until,
    }


def _state_of(subscription: Subscription) -> str:
    state = STATES.get(subscription.status, "active")
    if state != "active":
        return state
    if subscription.ending:
        return "ending"  # a pause that is still set changes nothing about that
    return "paused" if subscription.paused else "active"


def _days(subscription: Subscription) -> tuple[date | None, date | None]:
    """When the next charge comes, if one does, and until when there is a pause."""
    zone = our_organisation().time_zone
    until = clock.local_day(subscription.paused_until, zone) if subscription.paused_until else None
    state = _state_of(subscription)
    if subscription.next_at is None or state in {"ending", "ended"} or (state == "paused" and until is None):
        return None, None
    following = clock.local_day(subscription.next_at, zone)
    if state == "paused" and until:
        return first_from(following, subscription.every, until), until
    return following, None


def _state_of_invoice(invoice: Invoice, payment: Payment | None) -> str:
    if invoice.status in OVER:
        return OVER[invoice.status]
    in_vain = payment is None or payment.failed or payment.status == "requires_action"
    return "failed" if invoice.status == "open" and invoice.attempts and in_vain else "open"
