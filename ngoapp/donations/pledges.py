"""Donations from the form to the payment page: what a donor set out to give, kept before any money moves."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, locked, session
from ngoapp.core.money import Money
from ngoapp.core.outbox import enqueue
from ngoapp.core.tokens import new_nonce
from ngoapp.donations.amounts import check_amount
from ngoapp.donations.matching.operations import keep_match
from ngoapp.donations.models import Donation
from ngoapp.donations.recurring.operations import start_plan
from ngoapp.donations.together.operations import keep_second
from ngoapp.donations.together.parts import Together
from ngoapp.donations.tributes.wishes import TributeWish, keep_wish

PAGE_LASTS = timedelta(hours=23)  # Stripe takes up to 24; the difference is for clocks that disagree
PAGE_LASTS_AT_LEAST = timedelta(minutes=31)  # Stripe refuses to make a page for less than 30
FIRST_LOOK = timedelta(minutes=35)
SECONDS_BETWEEN_LOOKS = 10


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """What a donor filled in. `action_key` names the rendered form; `fee_cover_minor` is part of the amount."""

    action_key: str
    amount: Money
    fund_id: int
    donor_name: str
    email: str
    recognition_name: str = ""
    consent_wording: str = ""
    message: str = ""
    fee_cover_minor: int = 0
    tribute: TributeWish | None = None
    address: Mapping[str, str] = field(default_factory=dict)
    campaign_id: int | None = None
    together: Together | None = None
    every: str = ""  # a rhythm, where the gift is to come again
    employer: str = ""

    @property
    def key(self) -> str:
        """One for each form with one content: two clicks are the same, a corrected amount is another donation."""
        content = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


def pledge_donation(pledge: Pledge) -> Donation:
    """Keep what the donor set out to give; the same pledge again is the donation that is there already.

    The donation comes back locked. Raises TooLittle and TooMuch."""
    check_amount(pledge.amount)
    made = insert_ignoring(Donation, **_columns(pledge))
    found = session.scalars(select(Donation).where(Donation.action_key == pledge.key).with_for_update()).one()
    if made:
        audit.record("donation.started", found)
        keep_second(pledge.together, donation_id=found.id)
        keep_wish(pledge.tribute, donation_id=found.id)
        keep_match(pledge.employer, donation_id=found.id)
        _look_later(found)
        if pledge.every:
            start_plan(found, every=pledge.every)
    return found


def next_attempt(donation_id: int, *, after: int) -> Donation:
    """Make ready for another payment page, since the one of attempt `after` is of no use any more.

    Whoever comes second finds that it was done. The donation comes back locked."""
    donation = locked(Donation, donation_id)
    if donation.attempt == after and donation.state != "paid":
        donation.attempt += 1
        donation.session_id = None
        donation.session_expires_at = clock.now() + PAGE_LASTS
        donation.state, donation.updated_at = "started", clock.now()
        audit.record("donation.started", donation, attempt=donation.attempt)
        _look_later(donation)
    return donation


def keep_page(donation_id: int, *, attempt: int, page_id: str) -> None:
    """Note where the donor pays. A repeat, or an answer to an earlier attempt, changes nothing."""
    donation = locked(Donation, donation_id)
    if donation.attempt != attempt or donation.session_id:
        return
    donation.session_id = page_id
    donation.updated_at = clock.now()
    if donation.state in {"started", "expired", "failed"}:
        donation.state = "open"
        audit.record("donation.open", donation, attempt=attempt)


def is_too_late(donation: Donation) -> bool:
    """Whether Stripe would no longer make a payment page that ends when this attempt does."""
    return donation.session_expires_at - clock.now() < PAGE_LASTS_AT_LEAST


def look_now(donation_id: int) -> None:
    """Have the worker ask Stripe at once, while the donor is waiting; at most every few seconds."""
    beat = int(clock.now().timestamp()) // SECONDS_BETWEEN_LOOKS
    enqueue("donations.sync", dedupe_key=f"donations.sync:{donation_id}:beat-{beat}", donation_id=donation_id)


def _look_later(donation: Donation) -> None:
    """Have the worker ask Stripe how it ended, in case nobody tells us or we died half-way."""
    enqueue(
        "donations.sync",
        dedupe_key=f"donations.sync:{donation.id}:{donation.attempt}",
        available_at=clock.now() + FIRST_LOOK,
        donation_id=donation.id,
    )


def _columns(pledge: Pledge) -> dict[str, object]:
    moment = clock.now()
    return {
        "action_key": pledge.key,
        "amount_minor": pledge.amount.minor,
        "amount_currency": pledge.amount.currency,
        "fee_cover_minor": pledge.fee_cover_minor,
        "fund_id": pledge.fund_id,
        "campaign_id": pledge.campaign_id,
        "donor_name": pledge.donor_name,
        "email": pledge.email,
        "email_key": pledge.email,
        "recognition_name": pledge.recognition_name,
        "anonymous": not pledge.recognition_name,
        "consent_wording": pledge.consent_wording,
        "message": pledge.message,
        "session_expires_at": moment + PAGE_LASTS,
        "nonce": new_nonce(),
        "created_at": moment,
        "updated_at": moment,
        **pledge.address,
    }
