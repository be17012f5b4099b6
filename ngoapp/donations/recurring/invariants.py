"""What must be true of recurring gifts at any time; `ngoapp check` asks."""

from collections.abc import Iterator

from sqlalchemy import func, select

from ngoapp.core.db import session
from ngoapp.donations.models import Gift, RecurringPlan
from ngoapp.donations.recurring.models import PlanInvoice


def broken() -> Iterator[str]:
    """A sentence for each fact that does not hold."""
    yield from _renewals()
    yield from _invoices()
    yield from _plans()


def _renewals() -> Iterator[str]:
    """Every renewal comes of one invoice, and is its plan's donor's."""
    invoices = (
        select(func.count(PlanInvoice.id))
        .where(PlanInvoice.gift_id == Gift.id, PlanInvoice.plan_id == Gift.plan_id)
        .scalar_subquery()
    )
    odd = select(Gift.id).where(Gift.plan_id.is_not(None), invoices != 1).order_by(Gift.id)
    for gift_id in session.scalars(odd):
        yield f"recurring: renewal {gift_id} does not come of one invoice of its plan"


def _invoices() -> Iterator[str]:
    """The gift of an invoice is its plan's: a renewal, or the donation that began it."""
    odd = (
        select(PlanInvoice.id)
        .join(PlanInvoice.gift)
        .join(PlanInvoice.plan)
        .where(
            func.coalesce(Gift.plan_id, 0) != RecurringPlan.id,
            func.coalesce(Gift.donation_id, 0) != func.coalesce(RecurringPlan.donation_id, -1),
        )
        .order_by(PlanInvoice.id)
    )
    for invoice_id in session.scalars(odd):
        yield f"recurring: the gift of invoice {invoice_id} is another plan's"


def _plans() -> Iterator[str]:
    """A plan of which something came has a subscription and a donor, and one that has ended expects nothing."""
    came = select(PlanInvoice.id).where(
        PlanInvoice.plan_id == RecurringPlan.id, PlanInvoice.gift_id.is_not(None)
    )
    bare = RecurringPlan.subscription_id.is_(None) | RecurringPlan.donor_id.is_(None)
    for plan_id in session.scalars(select(RecurringPlan.id).where(came.exists(), bare)):
        yield f"recurring: plan {plan_id} has gifts and no subscription or donor"
    over = select(RecurringPlan.id).where(
        RecurringPlan.state == "ended",
        RecurringPlan.next_on.is_not(None) | RecurringPlan.trouble_since.is_not(None),
    )
    for plan_id in session.scalars(over):
        yield f"recurring: plan {plan_id} has ended and still expects a charge"
