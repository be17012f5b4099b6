"""Plans: begun on our form, or found at Stripe and told whose they are."""

from typing import cast

from sqlalchemy import ColumnElement, select

from ngoapp.adapters.billing_facts import Invoice, Subscription
from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, locked, session
from ngoapp.core.errors import Refused
from ngoapp.core.outbox import enqueue
from ngoapp.core.tokens import new_nonce
from ngoapp.donations.models import Donation, Fund, RecurringPlan
from ngoapp.donations.recurring.models import ACCEPTED, PlanInvoice
from ngoapp.people.models import Person
from ngoapp.people.queries import mailbox_of, people_at

A_MINUTE = 60


class AlreadyMatched(Refused):
    """Somebody has said already whose plan it is."""

    def __init__(self) -> None:
        super().__init__("Somebody has decided on this one already.")


def start_plan(donation: Donation, *, every: str) -> None:
    """The donor wants this donation to come again; nothing is charged yet. A repeat does nothing."""
    insert_ignoring(
        RecurringPlan,
        donation_id=donation.id,
        matching="ours",
        amount_minor=donation.amount.minor,
        amount_currency=donation.amount.currency,
        every=every,
        fund_id=donation.fund_id,
        **_fresh(),
    )


def plan_of(subscription: Subscription, donation: Donation | None) -> RecurringPlan:
    """The plan of a subscription, locked: the one that has it, or that of the donation which it begins.

    One that was made in Stripe's dashboard gets its row now, and waits until it is known whose it is."""
    plan = _with(RecurringPlan.subscription_id == subscription.id)
    if plan is None and donation is not None:
        plan = _with(RecurringPlan.donation_id == donation.id)
    if plan is None and insert_ignoring(RecurringPlan, **_found(subscription)):
        plan = _with(RecurringPlan.subscription_id == subscription.id)
        audit.record("plan.found", cast("RecurringPlan", plan))
    return plan or plan_of(subscription, donation)


def note_customer(plan: RecurringPlan, invoice: Invoice) -> None:
    """Keep whom Stripe names for a plan that waits; it is the donor's who alone has this e-mail address."""
    plan.customer_name, plan.customer_email = invoice.customer_name, invoice.customer_email
    people = people_at(mailbox_of(plan.customer_email)) if plan.customer_email else []
    if len(people) == 1:
        _match(plan, people[0])


def match_plan(plan_id: int, *, donor: Person, fund: Fund) -> RecurringPlan:
    """Staff say whose plan it is and what it is for; what was paid is recorded now. Raises AlreadyMatched."""
    plan = _undecided(plan_id)
    plan.fund_id = fund.id
    _match(plan, donor)
    return plan


def ignore_plan(plan_id: int) -> RecurringPlan:
    """Staff say that it is no gift, such as a fee for a course. A repeat does nothing. Raises AlreadyMatched."""
    plan = locked(RecurringPlan, plan_id)
    if plan.matching != "ignored":
        plan = _undecided(plan_id)
        plan.matching, plan.updated_at = "ignored", clock.now()
        audit.record("plan.ignored", plan)
    return plan


def accept_payment(invoice_id: int) -> PlanInvoice:
    """Staff say that a payment is right, whatever the plan asks for; it becomes a gift. A repeat does nothing."""
    row = locked(PlanInvoice, invoice_id)
    if row.reason not in {"", ACCEPTED}:
        row.reason, row.updated_at = ACCEPTED, clock.now()
        audit.record("plan.payment_accepted", row.plan, invoice=row.id)
        _sync(row.plan, f"accepted-{row.id}")
    return row


def ask_stripe(plan_id: int) -> None:
    """Have the worker hold a plan against Stripe; at most once a minute."""
    _sync(locked(RecurringPlan, plan_id), f"asked-{int(clock.now().timestamp()) // A_MINUTE}")


def _undecided(plan_id: int) -> RecurringPlan:
    plan = locked(RecurringPlan, plan_id)
    if plan.matching != "waiting":
        raise AlreadyMatched
    return plan


def _match(plan: RecurringPlan, donor: Person) -> None:
    plan.matching, plan.donor_id, plan.updated_at = "matched", donor.id, clock.now()
    audit.record("plan.matched", plan, donor=donor.id)
    _sync(plan, "matched")


def _sync(plan: RecurringPlan, why: str) -> None:
    enqueue("donations.sync_plan", dedupe_key=f"donations.sync_plan:{plan.id}:{why}", plan_id=plan.id)


def _with(which: ColumnElement[bool]) -> RecurringPlan | None:
    return session.scalar(
        select(RecurringPlan).where(which).with_for_update().execution_options(populate_existing=True)
    )


def _found(subscription: Subscription) -> dict[str, object]:
    fund = select(Fund.id).where(Fund.closed_at.is_(None)).order_by(Fund.position, Fund.id)
    return {
        "subscription_id": subscription.id,
        "matching": "waiting",
        "amount_minor": subscription.amount.minor,
        "amount_currency": subscription.amount.currency,
        "every": subscription.every,
        "fund_id": session.scalars(fund).first(),
        **_fresh(),
    }


def _fresh() -> dict[str, object]:
    moment = clock.now()
    return {"state": "starting", "nonce": new_nonce(), "created_at": moment, "updated_at": moment}
