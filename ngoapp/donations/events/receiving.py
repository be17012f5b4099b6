"""What follows from money that came for a donation, the first time or again: shared by gifts of every rhythm."""

from dataclasses import dataclass

from sqlalchemy import select

from ngoapp.adapters.stripe_facts import Charge, PaymentPage
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


@dataclass(frozen=True)
class Outcome:
    """How it ended: done, parked (nothing for us) or quarantined (staff must look), and why."""

    state: str
    reason: str = ""
    donation_id: int | None = None


def gift_of(donation: Donation) -> Gift | None:
    """The gift that came of a donation."""
    return session.scalar(select(Gift).where(Gift.donation_id == donation.id))


def donation_of(truth: Truth) -> Donation | None:
    """The donation that Stripe names, locked; none when it is not ours."""
    if truth.names is None:
        return None
    donation_id, action_key = truth.names
    known = session.scalar(
        select(Donation.id).where(Donation.id == donation_id, Donation.action_key == action_key)
    )
    return locked(Donation, known) if known else None


def receive(donation: Donation, charge: Charge) -> Gift:
    """The money of a donation is here: its donor, its gift."""
    donor = donor_of(donation)
    donation.donor_id = donor.id
    change_donation(donation, "paid")
    return record_card_gift(
        donation,
        donor=donor,
        payment=charge.payment_id,
        method=charge.method,
        charged_at=charge.charged_at,
    )


def donor_of(donation: Donation) -> Person:
    """Who filled in the form."""
    donor = find_or_make_person(name=donation.donor_name, email=donation.email)
    if donation.country_code:
        set_address(donor, **donation.address_parts())
    return donor


def follow_money(gift: Gift, charge: Charge, truth: Truth) -> None:
    """Bring fee, refunds and disputes of a gift to what Stripe says; a repeat does nothing."""
    before = net(gift)
    record_fee(gift, charge.fee)
    record_refunds(gift, truth.refunds)
    record_disputes(gift, truth.disputes)
    follow_requests(gift, truth.refunds)
    follow_balance(gift, before=before, now=net(gift))


def follow_page(donation: Donation, truth: Truth) -> None:
    """No money yet, or none any more to come."""
    page = truth.page
    if page is None or donation.state == "paid" or (donation.session_id or page.id) != page.id:
        return
    state = _state_of(page, truth)
    if state == donation.state:
        return
    change_donation(donation, state)
    if state == "failed" and not (
        donation.plan and donation.plan.donor_id
    ):  # else the plan's own mails have told it
        enqueue(
            "donations.send_payment_failed",
            dedupe_key=f"donations.send_payment_failed:{donation.id}:{donation.attempt}",
            donation_id=donation.id,
        )


def quarantine(donation: Donation, problem: str) -> None:
    """Staff have to look at what was paid for it."""
    donation.reason = problem
    if donation.state != "paid":
        change_donation(donation, "quarantined")


def change_donation(donation: Donation, state: str) -> None:
    """Let the donation (locked by the caller) be in this state."""
    donation.state, donation.updated_at = state, clock.now()
    audit.record(f"donation.{state}", donation)


def _state_of(page: PaymentPage, truth: Truth) -> str:
    if page.status != "complete":
        return page.status
    return "failed" if truth.failed else "processing"
