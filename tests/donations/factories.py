"""Funds, donations and gifts for tests. The organisation must be there before a gift is made."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from ngoapp.core import clock
from ngoapp.core.db import save, session
from ngoapp.core.money import Money
from ngoapp.core.tokens import new_nonce
from ngoapp.donations.gifts import record_card_gift, record_mailed_gift
from ngoapp.donations.mail import Mail
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import promise_check
from ngoapp.donations.matching.models import MatchingGift
from ngoapp.donations.matching.operations import keep_match
from ngoapp.donations.models import Donation, Fund, Gift
from ngoapp.donations.phone.models import PhonePage
from ngoapp.donations.phone.operations import begin_by_phone
from ngoapp.donations.pledges import PAGE_LASTS, Pledge
from ngoapp.donations.together.operations import ask_second, keep_second
from ngoapp.donations.together.parts import Together
from ngoapp.organisation.queries import our_today
from ngoapp.people.joint_names import joint_name
from ngoapp.people.models import Person
from tests.people.factories import make_person

numbers = count(1)


def make_fund(name: str = "Where it is needed most") -> Fund:
    """The fund of this name."""
    return session.scalar(select(Fund).where(Fund.name == name)) or save(Fund(name=name, name_key=name))


def make_donation(amount: Money | None = None, **values: object) -> Donation:
    """A donation as the form leaves it."""
    number = next(numbers)
    given: dict[str, object] = {
        "action_key": f"action-{number}",
        "amount": amount or Money(5000, "USD"),
        "fund": make_fund(),
        "donor_name": "Jack and Elizabeth Lewis",
        "email": "lewis@example.org",
        "session_expires_at": clock.now() + PAGE_LASTS,
        "nonce": new_nonce(),
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    columns = {**given, **values}
    return save(Donation(email_key=columns["email"], **columns))


def make_card_gift(
    amount: Money | None = None,
    *,
    donor: Person | None = None,
    charged_at: datetime | None = None,
    **values: object,
) -> Gift:
    """A gift that came by card; keyword arguments are the donation's columns."""
    donation = make_donation(amount, **{"state": "paid", **values})
    return record_card_gift(
        donation,
        donor=donor or make_person(donation.donor_name, donation.email),
        payment=f"pi_{donation.id}",
        method="card",
        charged_at=charged_at or clock.now(),
    )


def make_pledge(amount: Money | None = None, **values: Any) -> MailedPledge:
    """A check that is promised, as the form leaves it."""
    given: dict[str, Any] = {
        "action_key": f"pledge-{next(numbers)}",
        "amount": amount or Money(5000, "USD"),
        "fund_id": make_fund().id,
        "donor_name": "Ruth Berg",
        "email": "ruth@example.org",
    }
    return promise_check(Pledge(**{**given, **values}))


def make_phone_page(**values: Any) -> PhonePage:
    """A page to pay on that a caller was sent, thirty dollars of Nora Diaz."""
    given: dict[str, Any] = {
        "action_key": f"call-{next(numbers)}",
        "amount": Money(3000, "USD"),
        "fund_id": make_fund().id,
        "donor_name": "Nora Diaz",
        "email": "nora@example.org",
    }
    return begin_by_phone(Pledge(**{**given, **values}))


def make_cheque(
    amount: Money | None = None, *, donor: Person | None = None, mail: Mail | None = None, **values: str
) -> Gift:
    """A cheque that staff typed in, not yet released."""
    return record_mailed_gift(
        entry_key=f"entry-{next(numbers)}",
        donor=donor,
        amount=amount or Money(10000, "USD"),
        fund=make_fund(),
        method="cheque",
        mail=mail or Mail(received_on=our_today()),
        **values,
    )


def make_advised(adviser: str = "Ruth Berg") -> Gift:
    """A cheque of a donor-advised fund, on somebody's advice; not yet released."""
    fund = make_person("Fidelity Charitable", None)
    advised = make_person(adviser, f"{next(numbers)}@example.org")
    mail = Mail(received_on=our_today(), advised_fund="Berg Family Fund", adviser_id=advised.id)
    return make_cheque(donor=fund, mail=mail)


def make_joint_gift(
    second: str = "Elizabeth Lewis", email: str = "liz@example.org", **values: object
) -> Gift:
    """A gift by card of Jack Lewis and somebody with him, who would like both to be named."""
    given = {"donor_name": "Jack Lewis", "recognition_name": "Jack Lewis", "anonymous": False, **values}
    gift = make_card_gift(**given)  # type: ignore[arg-type]  # keyword arguments of the factory
    both = joint_name(gift.donor_name, second) if gift.recognition_name else ""
    keep_second(Together(name=second, email=email, public_name=both), donation_id=gift.donation_id or 0)
    ask_second(gift)
    return gift


def make_match(employer: str = "NSM", **values: object) -> MatchingGift:
    """A match that is hoped for, of a gift by card; keyword arguments are the donation's columns."""
    donation = make_donation(**{"state": "paid", **values})  # type: ignore[arg-type]  # columns
    keep_match(employer, donation_id=donation.id)
    record_card_gift(
        donation,
        donor=make_person(donation.donor_name, donation.email),
        payment=f"pi_{donation.id}",
        method="card",
        charged_at=clock.now(),
    )
    return session.scalars(select(MatchingGift).where(MatchingGift.donation_id == donation.id)).one()
