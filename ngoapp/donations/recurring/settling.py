"""What Stripe says of a recurring gift, written into our books: the plan, its invoices, and a gift for each payment."""

from typing import cast

from ngoapp.adapters.billing_facts import Invoice, Subscription
from ngoapp.adapters.stripe_facts import Charge
from ngoapp.core import audit
from ngoapp.core.money import Money
from ngoapp.donations.attempts.told import note_what_was_told
from ngoapp.donations.events.receiving import (
    Outcome,
    donation_of,
    donor_of,
    follow_money,
    follow_page,
    gift_of,
    quarantine,
    receive,
)
from ngoapp.donations.events.truth import Truth
from ngoapp.donations.gifts import record_renewal
from ngoapp.donations.models import Donation, Gift, RecurringPlan
from ngoapp.donations.recurring.announcing import announce_if_due
from ngoapp.donations.recurring.following import follow_invoice, follow_subscription, keep_invoice
from ngoapp.donations.recurring.models import ACCEPTED, PlanInvoice
from ngoapp.donations.recurring.operations import note_customer, plan_of
from ngoapp.donations.recurring.queries import amounts_before
from ngoapp.donations.recurring.seconds import is_second, undo_second

TEST_MONEY = "It is test money on a live site, or live money on a test site."
OTHER_AMOUNT = "What was paid is not what the plan asks for."
NOT_MONEY = "Stripe’s subscription asks for no money."
NO_CHARGE = "Stripe shows no charge for it."
PAID_TWICE = "The donor has paid twice for one invoice."
ARRANGED = frozenset({"active", "past_due", "paused"})
UNDECIDED = {
    "waiting": Outcome("done", "It waits until staff have said whose it is."),
    "ignored": Outcome("parked", "Staff have said that it is no gift."),
}


def settle_plan(truth: Truth, subscription: Subscription, *, livemode: bool) -> Outcome:
    """Bring a plan, its invoice and its gift to what Stripe says. The first invoice's gift is the donation's."""
    donation = donation_of(truth)
    if subscription.livemode != livemode:
        return Outcome("quarantined", TEST_MONEY)
    if subscription.amount.minor <= 0:
        return Outcome("parked", NOT_MONEY)
    plan = plan_of(subscription, donation)
    if donation and is_second(plan, subscription, donation):
        return undo_second(donation, subscription, truth)
    asked = {plan.amount, subscription.amount, *amounts_before(plan)}
    follow_subscription(plan, subscription, mark=truth.mark)
    if donation and plan.donor_id is None and plan.state in ARRANGED:
        # The first payment may take days; until then, too, the donor can stop it, and their death ends it.
        plan.donor_id = donor_of(donation).id
    outcome = (
        _settle_invoice(plan, donation, truth, truth.invoice, asked) if truth.invoice else Outcome("done")
    )
    announce_if_due(plan)
    return outcome


def _settle_invoice(
    plan: RecurringPlan, donation: Donation | None, truth: Truth, invoice: Invoice, asked: set[Money]
) -> Outcome:
    row = keep_invoice(plan, invoice)
    follow_invoice(row, invoice, truth.payment)
    if plan.matching == "waiting":
        note_customer(plan, invoice)
    begun = donation if invoice.is_first else None
    of = begun.id if begun else None
    if begun:
        note_what_was_told(begun, truth.payment)
    if not truth.paid:
        if begun:
            follow_page(begun, truth)
        return Outcome("done", donation_id=of)
    if plan.matching in UNDECIDED:
        return UNDECIDED[plan.matching]
    charge = _believed(row, truth, invoice, {begun.amount} if begun else asked)
    if isinstance(charge, str):
        return _doubt(row, begun, charge)
    gift = row.gift or _receive(plan, begun, charge, invoice.paid)
    row.gift, row.reason, plan.donor_id = gift, "", gift.donor_id
    follow_money(gift, charge, truth)
    return Outcome("done", donation_id=of)


def _believed(row: PlanInvoice, truth: Truth, invoice: Invoice, asked: set[Money]) -> Charge | str:
    """The charge, if it is what the plan asks for, or what staff have accepted; else why it is not."""
    payment = truth.payment
    if payment is None or payment.charge is None:
        return NO_CHARGE
    if {invoice.livemode, payment.livemode} != {truth.subscription and truth.subscription.livemode}:
        return TEST_MONEY
    if payment.received != invoice.paid or (invoice.paid not in asked and row.reason != ACCEPTED):
        return OTHER_AMOUNT
    if row.gift and row.gift.movements[0].source != payment.id:
        return PAID_TWICE
    return payment.charge


def _doubt(row: PlanInvoice, begun: Donation | None, problem: str) -> Outcome:
    """Staff have to look: at the donation where it was its first payment, else at the plan."""
    if begun:
        quarantine(begun, problem)
        return Outcome("quarantined", problem, begun.id)
    if row.reason != problem:
        row.reason = problem
        audit.record("plan.quarantined", row.plan)
    return Outcome("done", problem)


def _receive(plan: RecurringPlan, begun: Donation | None, charge: Charge, amount: Money) -> Gift:
    if begun:
        return gift_of(begun) or receive(begun, charge)
    return record_renewal(
        plan,
        donor=plan.donor or donor_of(cast("Donation", plan.donation)),
        amount=amount,
        payment=charge.payment_id,
        method=charge.method,
        charged_at=charge.charged_at,
    )
