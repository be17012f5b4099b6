"""From what Stripe says to what we hold: one transaction of the caller, the same however often it is said."""

from dataclasses import dataclass

from sqlalchemy import select

from ngoapp.adapters.stripe_facts import Charge, Payment, PaymentPage
from ngoapp.core import audit, clock
from ngoapp.core.db import locked, session
from ngoapp.core.outbox import enqueue
from ngoapp.donations.events.truth import Truth
from ngoapp.donations.gifts import record_card_gift
from ngoapp.donations.models import Donation, Gift
from ngoapp.donations.queries import net
from ngoapp.donations.returns.disputes import record_disputes
from ngoapp.donations.returns.operations import follow_requests
from ngoapp.donations.returns.refunds import follow_balance, record_fee, record_refunds
from ngoapp.people.models import Person
from ngoapp.people.operations import find_or_make_person, set_address

NOT_OURS = "This payment was not made on our form."


@dataclass(frozen=True)
class Outcome:
    """How it ended: done, parked (nothing for us) or quarantined (staff must look), and why."""

    state: str
    reason: str = ""
    donation_id: int | None = None


def settle(truth: Truth, *, livemode: bool) -> Outcome:
    """Bring a donation, its gift and its movements to what Stripe says. Money is believed only if it fits."""
    donation = _donation_of(truth)
    if donation is None:
        return Outcome("quarantined", NOT_OURS) if truth.paid else Outcome("parked", NOT_OURS)
    if not truth.paid:
        _follow_page(donation, truth)
        return Outcome("done", donation_id=donation.id)
    charge = _believed(donation, truth, livemode)
    if isinstance(charge, str):
        _quarantine(donation, charge)
        return Outcome("quarantined", charge, donation.id)
    gift = gift_of(donation) or _receive(donation, charge)
    before = net(gift)
    record_fee(gift, charge.fee)
    record_refunds(gift, truth.refunds)
    record_disputes(gift, truth.disputes)
    follow_requests(gift, truth.refunds)
    follow_balance(gift, before=before, now=net(gift))
    return Outcome("done", donation_id=donation.id)


def give_up_waiting(donation_id: int) -> None:
    """Nobody ever got a payment page for this donation; a later click makes a new one."""
    donation = locked(Donation, donation_id)
    if donation.state == "started":
        _change(donation, "expired")


def gift_of(donation: Donation) -> Gift | None:
    """The gift that came of a donation."""
    return session.scalar(select(Gift).where(Gift.donation_id == donation.id))


def _donation_of(truth: Truth) -> Donation | None:
    """The donation that Stripe names, locked; none when it is not ours."""
    if truth.names is None:
        return None
    donation_id, action_key = truth.names
    known = session.scalar(
        select(Donation.id).where(Donation.id == donation_id, Donation.action_key == action_key)
    )
    return locked(Donation, known) if known else None


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


def _receive(donation: Donation, charge: Charge) -> Gift:
    donor = _donor_of(donation)
    donation.donor_id = donor.id
    _change(donation, "paid")
    return record_card_gift(
        donation,
        donor=donor,
        payment=charge.payment_id,
        method=charge.method,
        charged_at=charge.charged_at,
    )


def _donor_of(donation: Donation) -> Person:
    donor = find_or_make_person(name=donation.donor_name, email=donation.email)
    if donation.country_code:
        set_address(donor, **donation.address_parts())
    return donor


def _follow_page(donation: Donation, truth: Truth) -> None:
    """No money yet, or none any more to come."""
    page = truth.page
    if page is None or donation.state == "paid" or (donation.session_id or page.id) != page.id:
        return
    state = _state_of(page, truth.payment)
    if state == donation.state:
        return
    _change(donation, state)
    if state == "failed":
        enqueue(
            "donations.send_payment_failed",
            dedupe_key=f"donations.send_payment_failed:{donation.id}:{donation.attempt}",
            donation_id=donation.id,
        )


def _state_of(page: PaymentPage, payment: Payment | None) -> str:
    if page.status != "complete":
        return page.status
    return "failed" if payment and payment.failed else "processing"


def _quarantine(donation: Donation, problem: str) -> None:
    donation.reason = problem
    if donation.state != "paid":
        _change(donation, "quarantined")


def _change(donation: Donation, state: str) -> None:
    donation.state, donation.updated_at = state, clock.now()
    audit.record(f"donation.{state}", donation)
