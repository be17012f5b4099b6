"""Recording gifts: money that we hold, however it came."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import HIGHEST_ID, locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.core.outbox import enqueue
from ngoapp.donations.advised.operations import credit_adviser
from ngoapp.donations.funds.queries import fund_for_renewal
from ngoapp.donations.mail import Mail
from ngoapp.donations.matching.operations import start_match
from ngoapp.donations.models import Donation, Fund, Gift, Movement, RecurringPlan
from ngoapp.donations.together.operations import ask_second
from ngoapp.donations.tributes.arrivals import arrive
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.people.models import Person

LARGEST = 10**10  # minor units: a hundred million dollars


class GiftNotPositive(Refused):
    """A gift is money that came in: more than nothing."""

    def __init__(self) -> None:
        super().__init__("Enter an amount above zero.", field="amount")


class GiftTooLarge(Refused):
    """More than a small office is given in one envelope: a slip of the finger, or a sum to enter in parts."""

    def __init__(self) -> None:
        super().__init__("This amount is too large. Count the noughts, please.", field="amount")


class GiftInTheFuture(Refused):
    """A gift that was received has a day that is past or today."""

    def __init__(self, field: str) -> None:
        super().__init__("This day is still to come. Enter the day it happened.", field=field)


def check_in_hand(amount: Money) -> None:
    """What staff may type in. Raises GiftNotPositive and GiftTooLarge."""
    if amount.minor <= 0:
        raise GiftNotPositive
    if amount.minor > LARGEST:
        raise GiftTooLarge


def check_day(day: date, field: str = "received_on") -> None:
    """A day on which something may have happened. Raises GiftInTheFuture."""
    if day > our_today():
        raise GiftInTheFuture(field)


def record_card_gift(
    donation: Donation, *, donor: Person, payment: str, method: str, charged_at: datetime
) -> Gift:
    """Record the money of a paid donation (locked by the caller) and queue its receipt.

    `payment` is Stripe's payment intent `pi_…`; `charged_at` the instant of the charge. It is released at once:
    nobody typed it. `gift_on` is the charge's day in the organisation's time zone (Pub. 1771: a card gift counts
    on the day it is charged)."""
    gift = _record_charge(
        Gift(
            donation_id=donation.id,
            donor=donor,
            amount=donation.amount,
            fund_id=donation.fund_id,
            campaign_id=donation.campaign_id,
            donor_name=donation.donor_name,
            recognition_name=donation.recognition_name,
            anonymous=donation.anonymous,
            consent_wording=donation.consent_wording,
            consent_source="donation form",
            message=donation.message,
        ),
        payment=payment,
        method=method,
        charged_at=charged_at,
    )
    audit.record("gift.recorded", gift, donation=donation.id)
    _follow_up(gift)
    return gift


def record_renewal(
    plan: RecurringPlan, *, donor: Person, amount: Money, payment: str, method: str, charged_at: datetime
) -> Gift:
    """Record the money that came under a plan (locked by the caller) once more, and queue its receipt.

    Names are those of the gift that began it, as they stand now: a name that was taken back stays away. Thanks in
    public are not drafted anew, since the first gift's name is on the wall already: nobody is listed twelve times."""
    began = first_gift_of(plan)
    said = began or plan.donation
    gift = _record_charge(
        Gift(
            plan_id=plan.id,
            donor=donor,
            amount=amount,
            fund=fund_for_renewal(plan.fund),
            campaign_id=plan.donation.campaign_id if plan.donation else None,
            donor_name=said.donor_name if said else donor.name,
            recognition_name=said.recognition_name if said else "",
            anonymous=said.anonymous if said else True,
            consent_wording=said.consent_wording if said else "",
            consent_source=began.consent_source if began else "",
        ),
        payment=payment,
        method=method,
        charged_at=charged_at,
    )
    audit.record("gift.recorded", gift, plan=plan.id)
    _follow_up(gift)
    return gift


def first_gift_of(plan: RecurringPlan) -> Gift | None:
    """The gift with which a plan began on our form, if its money is here."""
    if plan.donation_id is None:
        return None
    return session.scalar(select(Gift).where(Gift.donation_id == plan.donation_id))


def record_mailed_gift(
    *,
    entry_key: str,
    donor: Person | None,
    amount: Money,
    fund: Fund,
    method: str,
    mail: Mail,
    recognition_name: str = "",
    consent_source: str = "",
    consent_wording: str = "",
    message: str = "",
) -> Gift:
    """Record a cheque or cash in hand; its receipt waits for release. The same `entry_key` again is the same gift.

    `donor` is None where nobody knows who gave. Raises GiftNotPositive and GiftInTheFuture."""
    if known := gift_of_entry(entry_key):
        return known
    _check(amount, mail)
    gift = save(
        Gift(
            entry_key=entry_key,
            donor=donor,
            identity_unknown=donor is None,
            amount=amount,
            fund=fund,
            donor_name=donor.name if donor else "",
            recognition_name=recognition_name,
            anonymous=not recognition_name,
            consent_source=consent_source,
            consent_wording=consent_wording,
            message=message,
            recorded_at=clock.now(),
            **_envelope(mail, method),
        )
    )
    add_movement(gift, kind="payment", source=f"entry:{entry_key}", amount=amount, moved_on=mail.received_on)
    audit.record("gift.recorded", gift)
    credit_adviser(gift)
    return gift


def release_gifts(gift_ids: Iterable[int]) -> int:
    """Release several; how many were not released before."""
    chosen = [gift_id for gift_id in gift_ids if abs(gift_id) <= HIGHEST_ID]
    waiting = session.scalars(
        select(Gift.id).where(Gift.id.in_(chosen), Gift.released_at.is_(None)).order_by(Gift.id)
    ).all()
    for gift_id in waiting:
        release_gift(gift_id)
    return len(waiting)


def gift_of_entry(entry_key: str) -> Gift | None:
    """The gift that came of this rendered form."""
    return session.scalar(select(Gift).where(Gift.entry_key == entry_key))


def release_gift(gift_id: int) -> Gift:
    """A second look is done: the gift is right, so its receipt and its thanks may go out. A repeat does nothing."""
    gift = locked(Gift, gift_id)
    if gift.released_at is None:
        gift.released_at = clock.now()
        audit.record("gift.released", gift)
        _follow_up(gift)
    return gift


def add_movement(gift: Gift, *, kind: str, source: str, amount: Money, moved_on: date) -> Movement:
    """Add money that came (positive) or went (negative). The database refuses a source that was there before."""
    movement = Movement(
        gift=gift, kind=kind, source=source, amount=amount, moved_on=moved_on, recorded_at=clock.now()
    )
    return save(movement)


def _record_charge(gift: Gift, *, payment: str, method: str, charged_at: datetime) -> Gift:
    day = clock.local_day(charged_at, our_organisation().time_zone)
    gift.method, gift.charged_at = method, charged_at
    gift.gift_on = gift.received_on = day
    gift.released_at = gift.recorded_at = clock.now()
    add_movement(save(gift), kind="payment", source=payment, amount=gift.amount, moved_on=day)
    return gift


def _follow_up(gift: Gift) -> None:
    arrive(gift)
    if not gift.identity_unknown:
        enqueue("receipts.issue", dedupe_key=f"receipts.issue:{gift.id}", gift_id=gift.id)
    if gift.recognition_name and not gift.anonymous and gift.plan_id is None:
        enqueue("acknowledgments.draft", dedupe_key=f"acknowledgments.draft:{gift.id}", gift_id=gift.id)
    ask_second(gift, held=gift.entry_key is not None)
    start_match(gift, held=gift.entry_key is not None)


def _envelope(mail: Mail, method: str) -> dict[str, object]:
    return {
        "method": method,
        "gift_on": mail.gift_on(method),
        "received_on": mail.received_on,
        "instrument_on": mail.instrument_on,
        "postmarked_on": mail.postmarked_on,
        "instrument_number": mail.number,
        "campaign_id": mail.campaign_id,
        "ira_custodian": mail.ira_custodian,
        "advised_fund": mail.advised_fund,
        "adviser_id": mail.adviser_id,
        "review_date": mail.wants_review,
    }


def _check(amount: Money, mail: Mail) -> None:
    check_in_hand(amount)
    for field in ("received_on", "instrument_on", "postmarked_on"):
        if day := getattr(mail, field):
            check_day(day, field)
