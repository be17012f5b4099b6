"""Gifts in the demo: fourteen months of them, by card and by mail, named and not, with a few left to do."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction

from ngoapp.adapters.stripe_facts import Fee
from ngoapp.core import clock
from ngoapp.core.db import found
from ngoapp.core.money import Money
from ngoapp.donations.funds.operations import add_fund
from ngoapp.donations.gifts import record_card_gift, record_mailed_gift, release_gift
from ngoapp.donations.mail import Mail
from ngoapp.donations.models import Donation, Fund, Gift
from ngoapp.donations.naming import CONSENT
from ngoapp.donations.pledges import Pledge, pledge_donation
from ngoapp.donations.queries import open_funds
from ngoapp.donations.returns.refunds import record_fee
from ngoapp.organisation.queries import our_today
from ngoapp.people.models import Person
from ngoapp.people.operations import find_or_make_person, set_address
from ngoapp.people.queries import find_people

FLAT_FEE, FEE_RATE = 30, Fraction(22, 1000)  # what Stripe keeps of a gift to a charity
FUNDS = (
    ("Where it is needed most", "Whatever helps people with scleroderma today.", False),
    ("Research", "Grants for young researchers. Every dollar goes to a laboratory.", True),
    ("Hotline and info packets", "The toll-free line, printing and postage.", False),
)


@dataclass(frozen=True)
class Donor:
    """An invented donor; `thanked` is the name that they let us publish."""

    name: str
    email: str | None = None
    thanked: str = ""
    street: str = ""
    city: str = ""
    state: str = "MN"
    zip: str = ""


LEWIS = Donor(
    "Jack and Elizabeth Lewis",
    "lewis@example.org",
    "Jack and Elizabeth Lewis",
    "7318 Example Ln",
    "Duluth",
    "MN",
    "55802",
)
DONORS = (
    LEWIS,
    Donor("María José Núñez", "mj.nunez@example.org", "María José Núñez"),
    Donor("Robert Lindqvist", "r.lindqvist@example.org"),
    Donor("Harold Smith", "smiths@example.org", "The Smith Family", "41 Sample St", "Fargo", "ND", "58102"),
    Donor("Łukasz Wójcik", "lukasz.w@example.org", "Łukasz Wójcik"),
    Donor("Ruth Berg", None, "", "120 Demonstration Rd Apt 4", "Bemidji", "MN", "56601"),
    Donor("Ngozi Adeyemi", "ngozi@example.org", "Ngozi Adeyemi"),
    Donor("Priya Raman and Tom Fields", "raman.fields@example.org", "Priya Raman and Tom Fields"),
    Donor("Walter Kowalski", None, "Walter Kowalski", "9 Specimen Ct", "Eau Claire", "WI", "54701"),
    Donor("The Prairie Quilters", "quilters@example.org", "The Prairie Quilters"),
    Donor("Helen Andersson", "helen.a@example.org"),
    Donor("陳美玲", "meiling@example.org", "陳美玲"),
)
# Days ago, donor, dollars, fund; a number of a check where it came by mail.
GIFTS = (
    (420, 0, 100, 0, ""), (412, 2, 50, 0, ""), (398, 5, 40, 0, "2201"), (385, 3, 250, 1, ""), (371, 6, 25, 2, ""),
    (360, 8, 75, 0, "811"), (344, 1, 50, 0, ""), (338, 9, 500, 1, "3310"), (331, 10, 100, 0, ""),
    (327, 7, 250, 0, ""), (325, 0, 150, 1, ""), (322, 4, 50, 2, ""), (318, 5, 60, 0, "2244"),
    (301, 11, 88, 0, ""), (287, 2, 50, 0, ""), (270, 6, 25, 2, ""), (255, 3, 100, 0, ""), (241, 8, 75, 0, "839"),
    (229, 1, 50, 0, ""), (214, 10, 200, 1, ""), (199, 4, 50, 0, ""), (187, 7, 100, 0, ""), (172, 0, 100, 0, ""),
    (160, 9, 350, 1, "3402"), (148, 6, 25, 2, ""), (133, 2, 50, 0, ""), (121, 11, 168, 0, ""),
    (109, 5, 40, 0, "2290"), (96, 3, 100, 2, ""), (83, 1, 75, 0, ""), (71, 8, 100, 0, "866"), (64, 10, 50, 0, ""),
    (52, 4, 50, 0, ""), (45, 7, 250, 1, ""), (38, 6, 25, 2, ""), (31, 2, 50, 0, ""), (24, 9, 400, 1, "3471"),
    (17, 1, 100, 0, ""), (11, 0, 250, 0, ""), (6, 3, 100, 2, ""), (3, 11, 188, 0, ""), (1, 7, 50, 0, ""),
)  # fmt: skip
TO_RELEASE = ((1, 8, 120, 0, "901"), (1, 5, 45, 0, "2318"), (0, 9, 275, 1, "3502"))
CASH = Money(4000, "USD")


def load_donations() -> None:
    """Funds, some forty gifts whose receipts are due, and a few that wait for a second look."""
    for name, description, restricted in FUNDS:
        add_fund(name=name, description=description, restricted=restricted)
    funds = list(open_funds())
    for days_ago, donor, dollars, fund, number in (*GIFTS, *TO_RELEASE):
        with clock.at(noon(days_ago)):
            if number:
                _by_mail(DONORS[donor], dollars, funds[fund], number, release=(days_ago > 1))
            else:
                give_by_card(DONORS[donor], dollars, funds[fund].id)
    with clock.at(noon(2)):
        _unknown(funds[0])


def noon(days_ago: int) -> datetime:
    """The middle of that day; the present instant stays ahead of it, or “today” would be still to come."""
    if not days_ago:
        return clock.now()
    return datetime.combine(our_today() - timedelta(days=days_ago), time(18), UTC)


def give_by_card(donor: Donor, dollars: int, fund_id: int, *, campaign_id: int | None = None) -> None:
    """A gift on the present day, paid at once."""
    donation = pledge_donation(
        Pledge(
            action_key=f"demo-{donor.name}-{fund_id}-{clock.now():%Y-%m-%d}",
            amount=Money(dollars * 100, "USD"),
            fund_id=fund_id,
            campaign_id=campaign_id,
            donor_name=donor.name,
            email=donor.email or "",
            recognition_name=donor.thanked,
            consent_wording=CONSENT if donor.thanked else "",
        )
    )
    pay(donation, _person(donor))


def pay(donation: Donation, person: Person) -> Gift:
    """The money of a donation came by card."""
    donation.state, donation.donor_id = "paid", person.id
    gift = record_card_gift(
        donation, donor=person, payment=f"pi_demo_{donation.id}", method="card", charged_at=clock.now()
    )
    kept = Money(FLAT_FEE + round(gift.amount.minor * FEE_RATE), gift.amount.currency)
    record_fee(gift, Fee(id=f"txn_demo_{donation.id}", amount=kept, taken_at=clock.now()))
    return gift


def _by_mail(donor: Donor, dollars: int, fund: Fund, number: str, *, release: bool) -> None:
    day = our_today()
    gift = record_mailed_gift(
        entry_key=f"demo-{number}-{day}",
        donor=_person(donor),
        amount=Money(dollars * 100, "USD"),
        fund=found(Fund, fund.id),
        method="cheque",
        mail=Mail(
            received_on=day,
            instrument_on=day - timedelta(days=4),
            postmarked_on=day - timedelta(days=3),
            number=number,
        ),
        recognition_name=donor.thanked,
        consent_source="reply slip" if donor.thanked else "",
    )
    if release:
        release_gift(gift.id)


def _unknown(fund: Fund) -> None:
    record_mailed_gift(
        entry_key="demo-cash",
        donor=None,
        amount=CASH,
        fund=fund,
        method="cash",
        mail=Mail(received_on=our_today()),
        message="In an envelope under the door, with “for the hotline” on it.",
    )


def _person(donor: Donor) -> Person:
    person = _known(donor)
    if donor.street and person.address is None:
        set_address(
            person,
            street_address=donor.street,
            city=donor.city,
            country_area=donor.state,
            postal_code=donor.zip,
            country_code="US",
        )
    return person


def _known(donor: Donor) -> Person:
    """One person for each donor, also where no e-mail address tells them apart."""
    same = [person for person in find_people(donor.name) if person.name == donor.name]
    return same[0] if same else find_or_make_person(name=donor.name, email=donor.email)
