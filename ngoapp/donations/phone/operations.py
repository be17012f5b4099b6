"""Beginning a gift for a caller, and sending the address of its page."""

from dataclasses import dataclass

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, locked, session
from ngoapp.core.errors import Refused
from ngoapp.core.outbox import enqueue
from ngoapp.core.tokens import new_nonce
from ngoapp.donations.links import seal
from ngoapp.donations.models import Donation
from ngoapp.donations.phone.models import MOST_MAILS, PhonePage
from ngoapp.donations.pledges import Pledge, pledge_donation
from ngoapp.donations.together.parts import names_to_thank
from ngoapp.donations.together.queries import second_on


class PaidAlready(Refused):
    """The money is here or on its way."""

    def __init__(self) -> None:
        super().__init__("This gift is paid already.")


class SentOftenEnough(Refused):
    """A mailbox that got three mails has them, or has another name."""

    def __init__(self) -> None:
        super().__init__(
            "Three mails have gone out. Ask the caller to look into the spam folder, or begin again.",
            field="email",
        )


class CalledOff(Refused):
    """The caller or the staff have ended it."""

    def __init__(self) -> None:
        super().__init__("This gift was called off. Please call us, or give on our website.")


@dataclass(frozen=True)
class Naming:
    """How the caller wants to be thanked in public; no name means not at all. `wish` is what they typed themselves."""

    recognition_name: str = ""
    consent_wording: str = ""
    wish: str = ""


def begin_by_phone(pledge: Pledge) -> PhonePage:
    """Keep what the caller says and mail them a page to pay on; the same form again is the same page.

    Raises TooLittle and TooMuch."""
    donation = pledge_donation(pledge)
    made = insert_ignoring(PhonePage, donation_id=donation.id, mails=1, created_at=clock.now())
    page = session.scalars(select(PhonePage).where(PhonePage.donation_id == donation.id)).one()
    if made:
        audit.record("phone_page.begun", page, donation=donation.id)
        _mail(page)
    return page


def mail_again(page_id: int, *, email: str) -> PhonePage:
    """Send the address once more, to a mailbox that may be corrected: what a stranger got then leads nowhere.

    Raises PaidAlready, CalledOff and SentOftenEnough."""
    page = _still_open(page_id)
    if page.mails >= MOST_MAILS:
        raise SentOftenEnough
    _change_mailbox(page.donation, email)
    page.mails, page.sent_at = page.mails + 1, None
    audit.record("phone_page.mailed_again", page)
    _mail(page)
    return page


def choose_naming(page_id: int, naming: Naming) -> Donation:
    """Keep how the caller wants to be thanked, before they pay. Raises CalledOff.

    Once they have paid, their own page is the place to change it."""
    page = locked(PhonePage, page_id)
    donation = locked(Donation, page.donation_id)
    if donation.state not in {"paid", "processing"}:
        if page.called_off_at:
            raise CalledOff
        donation.recognition_name = _name_beside_another(donation, naming)
        donation.anonymous = not naming.recognition_name
        donation.consent_wording = naming.consent_wording
    return donation


def call_off(page_id: int) -> None:
    """The caller has thought again: the page takes no money any more. A repeat does nothing. Raises PaidAlready."""
    page = locked(PhonePage, page_id)
    donation = locked(Donation, page.donation_id)
    if donation.state in {"paid", "processing"}:
        raise PaidAlready
    if page.called_off_at is None:
        page.called_off_at = clock.now()
        audit.record("phone_page.called_off", page)
        _end_payment_page(donation)


def end_if_called_off(page_id: int) -> bool:
    """Whether it was called off, though somebody was on the way to its payment page: that one is ended, then."""
    page = locked(PhonePage, page_id)
    donation = locked(Donation, page.donation_id)
    if page.called_off_at is None or donation.state in {"paid", "processing"}:
        return False
    _end_payment_page(donation)
    return True


def _end_payment_page(donation: Donation) -> None:
    if donation.session_id:
        key = f"donations.end_page:{donation.id}:{donation.attempt}"
        enqueue("donations.end_page", dedupe_key=key, donation_id=donation.id)


def _name_beside_another(donation: Donation, naming: Naming) -> str:
    """The name that may show as long as only the caller agreed; the second donor, if there is one, is asked later."""
    second = second_on(donation)
    if second is None:
        return naming.recognition_name
    own, both = names_to_thank(donation.donor_name, second.name, naming.wish)
    second.public_name = both if naming.recognition_name else ""
    return own if naming.recognition_name else ""


def _still_open(page_id: int) -> PhonePage:
    page = locked(PhonePage, page_id)
    if locked(Donation, page.donation_id).state in {"paid", "processing"}:
        raise PaidAlready
    if page.called_off_at:
        raise CalledOff
    return page


def _change_mailbox(donation: Donation, email: str) -> None:
    """A payment page that is open already leads back by the old link, so that one stays."""
    if email.casefold() != donation.email.casefold() and donation.session_id is None:
        donation.nonce, donation.token_digest = new_nonce(), None
        seal(donation)
    donation.email = donation.email_key = email


def _mail(page: PhonePage) -> None:
    enqueue(
        "donations.send_phone_page",
        dedupe_key=f"donations.send_phone_page:{page.id}:{page.mails}",
        page_id=page.id,
    )
