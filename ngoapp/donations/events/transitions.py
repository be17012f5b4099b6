"""From what Stripe says to what we hold: one transaction of the caller, the same however often it is said."""

from ngoapp.adapters.stripe_facts import Charge
from ngoapp.core.db import locked
from ngoapp.donations.attempts.told import note_what_was_told
from ngoapp.donations.events.receiving import (
    Outcome,
    change_donation,
    donation_of,
    follow_money,
    follow_page,
    gift_of,
    quarantine,
    receive,
)
from ngoapp.donations.events.truth import Truth
from ngoapp.donations.models import Donation
from ngoapp.donations.recurring.settling import settle_plan

NOT_OURS = "This payment was not made on our form."


def settle(truth: Truth, *, livemode: bool) -> Outcome:
    """Bring a donation, its gift and its movements to what Stripe says. Money is believed only if it fits."""
    if truth.subscription:
        return settle_plan(truth, truth.subscription, livemode=livemode)
    donation = donation_of(truth)
    if donation is None:
        return Outcome("quarantined", NOT_OURS) if truth.paid else Outcome("parked", NOT_OURS)
    note_what_was_told(donation, truth.payment)
    if not truth.paid:
        follow_page(donation, truth)
        return Outcome("done", donation_id=donation.id)
    charge = _believed(donation, truth, livemode)
    if isinstance(charge, str):
        quarantine(donation, charge)
        return Outcome("quarantined", charge, donation.id)
    follow_money(gift_of(donation) or receive(donation, charge), charge, truth)
    return Outcome("done", donation_id=donation.id)


def give_up_waiting(donation_id: int) -> None:
    """Nobody ever got a payment page for this donation; a later click makes a new one."""
    donation = locked(Donation, donation_id)
    if donation.state == "started":
        change_donation(donation, "expired")


def _believed(donation: Donation, truth: Truth, livemode: bool) -> Charge | str:
    """The charge, if it is what the donor set out to give; else why it is not."""
    page, payment = truth.page, truth.payment
    if page is None or payment is None or payment.charge is None:
        return "Stripe shows no payment page with a charge for it."
    if (page.livemode, payment.livemode) != (livemode, livemode):
        return "It is test money on a live site, or live money on a test site."
    if not page.amount == payment.received == donation.amount:
        return "Amount or currency is not what the donor set out to give."
    gift = gift_of(donation)
    if gift and gift.movements[0].source != payment.id:
        return "The donor has paid twice for one donation."
    return payment.charge
