"""Recurring gifts at Stripe, held against our books: what differs is named, to be settled as a webhook would."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import select

from ngoapp.adapters.billing_facts import Invoice, Subscription
from ngoapp.core.db import session
from ngoapp.donations.models import Donation, RecurringPlan
from ngoapp.donations.recurring.following import is_followed
from ngoapp.donations.recurring.models import PlanInvoice


def odd_invoices(invoices: Iterable[Invoice]) -> Iterator[str]:
    """Those of these invoices that do not stand in our books as they do at Stripe."""
    for invoice in invoices:
        if invoice.subscription_id and invoice.status != "draft" and not _invoice_is_known(invoice):
            yield invoice.id


def odd_subscriptions(open_ones: Iterable[Subscription]) -> Iterator[str]:
    """Subscriptions that are not as we hold them, and those that we hold to be open though they are not here."""
    here = set()
    for subscription in open_ones:
        here.add(subscription.id)
        if not _subscription_is_known(subscription):
            yield subscription.id
    ours = select(RecurringPlan.subscription_id).where(
        RecurringPlan.state != "ended", RecurringPlan.subscription_id.is_not(None)
    )
    for subscription_id in session.scalars(ours.order_by(RecurringPlan.id)).all():
        if subscription_id and subscription_id not in here:
            yield subscription_id


def _invoice_is_known(invoice: Invoice) -> bool:
    row = session.scalar(select(PlanInvoice).where(PlanInvoice.invoice_id == invoice.id))
    if row is None or row.attempts != invoice.attempts:
        return _is_doubted(invoice.metadata)
    if invoice.status != "paid":
        return (row.state == "void") == (invoice.status in {"void", "uncollectible"})
    undecided = row.plan.matching in {"waiting", "ignored"} or row.reason
    return row.state == "paid" and bool(row.gift_id or undecided or not invoice.payment_id)


def _subscription_is_known(subscription: Subscription) -> bool:
    plan = session.scalar(select(RecurringPlan).where(RecurringPlan.subscription_id == subscription.id))
    if plan is None:
        return subscription.amount.minor <= 0 or _is_doubted(subscription.metadata)
    return is_followed(plan, subscription)


def _is_doubted(names: Mapping[str, str]) -> bool:
    """Whether staff have the donation that began it before them already."""
    key = names.get("action", "")
    return bool(session.scalar(select(Donation.reason).where(Donation.action_key == key)))
