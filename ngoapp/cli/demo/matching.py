"""Money on somebody else's doing: employers and matches (one to ask for, one promised, one that has come), and a
donor-advised fund."""

from datetime import timedelta

from sqlalchemy import select

from ngoapp.cli.demo.donations import noon, pay
from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.gifts import record_mailed_gift, release_gift
from ngoapp.donations.mail import Mail
from ngoapp.donations.matching.employers import EmployerFacts, add_employer, giver_of
from ngoapp.donations.matching.forms import employer_of
from ngoapp.donations.matching.links import seal_match
from ngoapp.donations.matching.models import MatchingGift
from ngoapp.donations.matching.operations import change_match, note_noted, receive_match
from ngoapp.donations.pledges import Pledge, pledge_donation
from ngoapp.donations.queries import open_funds
from ngoapp.organisation.queries import our_today
from ngoapp.people.operations import find_or_make_person

EMPLOYERS = (
    EmployerFacts(
        name="North Star Mill",
        other_names="NSM\nNorth Star Milling Company",
        matches="yes",
        form_url="https://giving.northstarmill.example/match",
        notes="Doubles gifts of $25 and more, within six months. Pays twice a year.",
    ),
    EmployerFacts(name="Prairie Health Co-op", matches="unknown", notes="Asked in May; no answer yet."),
    EmployerFacts(name="Lakes Freight", matches="no"),
)
# Days ago, donor, address, dollars, employer as typed.
HOPES = (
    (80, "Dolores Quist", "dolores.quist@example.org", 100, "North Star Mill"),
    (20, "Owen Tran", "owen.tran@example.org", 75, "NSM"),
    (4, "Freya Holm", "freya.holm@example.org", 50, "Prairie Health"),
)


def load_matching() -> None:
    """Write the employers down, then the hopes; the oldest has been fulfilled."""
    for facts in EMPLOYERS:
        add_employer(facts)
    oldest, promised, _new = [_hope(*hope) for hope in HOPES]
    with clock.at(noon(10)):
        change_match(promised.id, state="promised", expected=Money(7500, "USD"), remind=None)
        _money_of(oldest)
    _grant()


def _hope(days_ago: int, name: str, email: str, dollars: int, employer: str) -> MatchingGift:
    with clock.at(noon(days_ago)):
        donation = pledge_donation(
            Pledge(
                action_key=f"demo-match-{name}",
                amount=Money(dollars * 100, "USD"),
                fund_id=open_funds()[0].id,
                donor_name=name,
                email=email,
                employer=employer,
            )
        )
        pay(donation, find_or_make_person(name=name, email=email))
        match = session.scalars(select(MatchingGift).where(MatchingGift.donation_id == donation.id)).one()
        seal_match(match)
        note_noted(match.id)
        return match


def _money_of(match: MatchingGift) -> None:
    check = record_mailed_gift(
        entry_key="demo-match",
        donor=giver_of(employer_of(match)),
        amount=Money(10000, "USD"),
        fund=open_funds()[0],
        method="cheque",
        mail=Mail(received_on=our_today(), instrument_on=our_today() - timedelta(days=3), number="70412"),
    )
    release_gift(check.id)
    receive_match(match.id, gift_id=check.id)


def _grant() -> None:
    """A check of a donor-advised fund, on the advice of somebody who gives by check as well."""
    with clock.at(noon(9)):
        adviser = find_or_make_person(name="Margit Solberg", email="m.solberg@example.org")
        check = record_mailed_gift(
            entry_key="demo-advised",
            donor=find_or_make_person(name="Prairie Gift Fund", kind="organisation"),
            amount=Money(120000, "USD"),
            fund=open_funds()[0],
            method="cheque",
            mail=Mail(
                received_on=our_today(),
                instrument_on=our_today() - timedelta(days=4),
                number="118830",
                advised_fund="Solberg Family Fund",
                adviser_id=adviser.id,
            ),
        )
        release_gift(check.id)
