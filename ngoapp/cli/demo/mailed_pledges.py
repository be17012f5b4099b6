"""Promised checks in the demo: one on its way, one that is overdue, and one that has come."""

from datetime import timedelta

from ngoapp.core import clock
from ngoapp.core.money import Money
from ngoapp.donations.gifts import record_mailed_gift, release_gift
from ngoapp.donations.mail import Mail
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import promise_check, receive_pledge
from ngoapp.donations.mailed.slips import seal_slip
from ngoapp.donations.naming import CONSENT
from ngoapp.donations.pledges import Pledge
from ngoapp.donations.queries import open_funds
from ngoapp.organisation.queries import our_today
from ngoapp.people.operations import find_or_make_person

ADDRESS = {
    "country_code": "US",
    "street_address": "63 Placeholder Way",
    "city": "Rochester",
    "country_area": "MN",
    "postal_code": "55901",
}


def load_mailed_pledges() -> None:
    """Five days old, four weeks old, and six weeks old and received."""
    _promise(5, "Dorothy Nyström", "", 60, address=ADDRESS)
    _promise(28, "Samuel Whitehorse", "s.whitehorse@example.org", 150, thanked="Samuel Whitehorse")
    _receive(_promise(42, "Grace Ferrari", "grace.f@example.org", 80, thanked="Grace Ferrari"))


def _promise(
    days_ago: int,
    name: str,
    email: str,
    dollars: int,
    *,
    thanked: str = "",
    address: dict[str, str] | None = None,
) -> MailedPledge:
    with clock.at(clock.now() - timedelta(days=days_ago)):
        pledge = promise_check(
            Pledge(
                action_key=f"demo-check-{name}",
                amount=Money(dollars * 100, "USD"),
                fund_id=open_funds()[0].id,
                donor_name=name,
                email=email,
                recognition_name=thanked,
                consent_wording=CONSENT if thanked else "",
                address=address or {},
            )
        )
    seal_slip(pledge)
    return pledge


def _receive(pledge: MailedPledge) -> None:
    """A week later the envelope is there."""
    with clock.at(pledge.created_at + timedelta(days=7)):
        gift = record_mailed_gift(
            entry_key=f"demo-{pledge.reference}",
            donor=find_or_make_person(name=pledge.donor_name, email=pledge.email),
            amount=pledge.amount,
            fund=pledge.fund,
            method="cheque",
            mail=Mail(received_on=our_today(), number="1187"),
            recognition_name=pledge.recognition_name,
            consent_source="pledge form",
            consent_wording=pledge.consent_wording,
        )
        receive_pledge(pledge.id, gift=gift)
        release_gift(gift.id)
