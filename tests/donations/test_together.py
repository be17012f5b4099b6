"""Two donors on one gift: on the form, on the slip, in staff's hands."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.gifts import record_renewal, release_gift
from ngoapp.donations.links import seal
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.models import Donation, Gift
from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.together.operations import ASK, keep_second, make_household_of, part
from ngoapp.donations.together.parts import Together, names_to_thank
from ngoapp.donations.together.queries import gifts_with, second_of
from ngoapp.people.models import Household, Person
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_cheque, make_fund, make_joint_gift
from tests.donations.giving import filled, give, hidden
from tests.donations.plans import keep_plan
from tests.organisation.factories import make_organisation

BOTH = {"donor_name": "Jack Lewis", "second_name": "Elizabeth Lewis", "second_email": "liz@example.org"}


@pytest.fixture(autouse=True)
def _ours(db: Session) -> None:
    with transaction():
        make_organisation()
        make_fund()


def seconds(db: Session) -> list[SecondDonor]:
    """Every second donor that is kept."""
    db.rollback()
    return list(db.scalars(select(SecondDonor)))


def questions(db: Session) -> int:
    """How many questions are on their way."""
    return len(db.scalars(select(OutboxRow).where(OutboxRow.name == ASK)).all())


@pytest.mark.parametrize(
    ("wish", "own", "both"),
    [
        ("", "Jack Lewis", "Jack and Elizabeth Lewis"),
        ("The Lewis Family", "Jack Lewis", "The Lewis Family"),
        ("J. Lewis", "J. Lewis", ""),
        ("A friend", "A friend", ""),
    ],
)
def test_a_name_for_both_waits_and_the_first_ones_own_does_not(wish: str, own: str, both: str) -> None:
    assert names_to_thank("Jack Lewis", "Elizabeth Lewis", wish) == (own, both)


def test_both_names_are_kept_once_and_nobody_is_asked_before_there_is_money(
    db: Session, client: FlaskClient
) -> None:
    form = filled(client, **BOTH, thanks="named")
    for _ in range(2):
        assert give(client, form).status_code == 303
    (second,) = seconds(db)
    assert (second.name, second.email, second.public_name) == (
        "Elizabeth Lewis",
        "liz@example.org",
        "Jack and Elizabeth Lewis",
    )
    assert db.scalars(select(Donation.recognition_name)).one() == "Jack Lewis"
    assert questions(db) == 0


def test_who_comes_back_finds_both_names_and_the_wish_in_the_form(db: Session, client: FlaskClient) -> None:
    give(client, **BOTH, thanks="named", recognition_name="The Lewis Family")
    with transaction():
        token = seal(db.scalars(select(Donation)).one())
    page = client.get(f"/donate/again/{token}").text
    HTMLParser(strict=True).parse(page)
    for kept in ('value="Elizabeth Lewis"', 'value="liz@example.org"', 'value="The Lewis Family"'):
        assert kept in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"second_name": ""}, "Enter the second person’s name, too."),
        ({"second_name": "jack lewis"}, "Enter the second person’s own name"),
        ({"second_name": "Eve " * 30}, "Use at most 120 characters for both names together."),
        ({"second_email": "liz"}, "Enter an e-mail address in full"),
    ],
)
def test_a_second_person_is_written_down_in_full(
    client: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    answer = give(client, **{**BOTH, **changes})
    assert answer.status_code == 200
    assert sentence in answer.text
    HTMLParser(strict=True).parse(answer.text)


def test_a_slip_carries_both_and_its_check_is_recorded_with_both(
    db: Session, client: FlaskClient, staff_client: StaffClient
) -> None:
    slip = client.post("/donate", data={**filled(client, **BOTH, thanks="named"), "way": "mail"})
    assert "Jack and Elizabeth Lewis" in client.get(slip.location).text
    db.rollback()
    reference = db.scalars(select(MailedPledge)).one().reference
    finance = staff_client("finance")
    page = finance.get(f"/staff/gifts/new?pledge={reference}").text
    assert 'value="Elizabeth Lewis"' in page
    form = {
        "entry_key": hidden(page, "entry_key"),
        "pledge": reference,
        "donor": "new",
        "amount": "50",
        "method": "cheque",
        "received_on": hidden_day(page),
        "fund_id": str(make_fund().id),
        "named": "y",
        "recognition_name": "Jack and Elizabeth Lewis",
        "consent_source": "pledge form",
        "email": "lewis@example.org",
        **BOTH,
        "second_email": "elizabeth@example.org",
    }
    for _ in range(2):
        assert finance.post("/staff/gifts/new", data=form).status_code == 303
    (second,) = seconds(db)
    gift = db.scalars(select(Gift)).one()
    assert (second.gift_id, second.email, second.consent) == (gift.id, "elizabeth@example.org", "unasked")
    assert (gift.donor_name, gift.recognition_name) == ("Jack Lewis", "Jack Lewis")
    assert "Elizabeth Lewis" in finance.get(f"/staff/gifts/{gift.id}").text
    assert questions(db) == 0
    with transaction():
        release_gift(gift.id)
    assert questions(db) == 1


def hidden_day(page: str) -> str:
    """The day that stands in the form."""
    tree = HTMLParser(namespaceHTMLElements=False).parse(page)
    return next(str(f.get("value")) for f in tree.iter("input") if f.get("name") == "received_on")


def test_staff_who_read_that_both_agree_need_not_ask(db: Session, staff_client: StaffClient) -> None:
    finance = staff_client("finance")
    page = finance.get("/staff/gifts/new").text
    form = {
        "entry_key": hidden(page, "entry_key"),
        "donor": "new",
        "amount": "80",
        "method": "cash",
        "received_on": hidden_day(page),
        "fund_id": str(make_fund().id),
        "named": "y",
        "second_named": "y",
        "consent_source": "reply slip",
        **BOTH,
    }
    assert finance.post("/staff/gifts/new", data=form).status_code == 303
    (second,) = seconds(db)
    assert (second.consent, second.consent_source) == ("agreed", "reply slip")
    assert second.public_name == "Jack and Elizabeth Lewis"


def test_a_gift_by_card_asks_the_second_once_and_only_with_a_wish_and_an_address(
    app: Flask, db: Session
) -> None:
    with transaction():
        make_joint_gift(email="")
        make_joint_gift(recognition_name="", anonymous=True)
    assert questions(db) == 0
    with transaction():
        make_joint_gift()
    assert questions(db) == 1


def test_gifts_of_others_are_never_taken_for_gifts_of_two(db: Session) -> None:
    gift = make_joint_gift()
    other = make_cheque()
    second = second_of(gift)
    assert second
    assert [each.id for each in gifts_with(second)] == [gift.id]
    assert second_of(other) is None


def test_what_renews_a_gift_of_two_is_of_two(db: Session) -> None:
    plan = keep_plan()
    assert plan.donor
    keep_second(Together(name="Elizabeth Lewis"), donation_id=plan.donation_id or 0)
    renewal = record_renewal(
        plan, donor=plan.donor, amount=plan.amount, payment="pi_2", method="card", charged_at=clock.now()
    )
    second = second_of(renewal)
    assert second
    assert [gift.plan_id for gift in gifts_with(second)] == [None, plan.id]


def test_who_parts_ways_is_on_no_later_gift(db: Session) -> None:
    gift = make_joint_gift()
    second = second_of(gift)
    assert second
    for _ in range(2):
        part(second.id)
    assert second_of(gift) is second
    second.parted_on = gift.gift_on.replace(year=gift.gift_on.year - 1)
    assert second_of(gift) is None


def test_staff_make_two_donors_a_household_once(db: Session, staff_client: StaffClient) -> None:
    with transaction():
        gift_id = make_joint_gift(email="").id
    finance = staff_client("finance")
    path = f"/staff/gifts/{gift_id}/household"
    HTMLParser(strict=True).parse(finance.get(path).text)
    for _ in range(2):
        assert finance.post(path).status_code == 303
    db.rollback()
    assert db.scalars(select(Household.receipt_name)).one() == "Jack and Elizabeth Lewis"
    assert sorted(db.scalars(select(Person.name).where(Person.household_id.is_not(None)))) == [
        "Elizabeth Lewis",
        "Jack Lewis",
    ]
    with transaction():
        make_household_of(make_joint_gift(email="").id)  # the same two, found again by name
    assert len(db.scalars(select(Household)).all()) == 1


def test_a_gift_of_one_makes_no_household(db: Session, staff_client: StaffClient) -> None:
    with transaction():
        gift_id = make_cheque().id
    answer = staff_client("finance").post(f"/staff/gifts/{gift_id}/household")
    assert answer.status_code == 200
    assert "Nobody else is named on this gift." in answer.text


@pytest.mark.parametrize(
    ("joint", "says"),
    [
        ({}, "We ask Elizabeth Lewis by e-mail whether we may thank you both by name."),
        ({"email": ""}, "we have no e-mail address for that"),
        ({"recognition_name": "", "anonymous": True}, ""),
    ],
)
def test_the_thanks_page_says_that_the_second_is_asked_before_being_named(
    client: FlaskClient, joint: dict[str, object], says: str
) -> None:
    with transaction():
        donation = make_joint_gift(**joint).donation  # type: ignore[arg-type]  # keyword arguments of the factory
        assert donation
        token = seal(donation)
    page = client.get(f"/donate/thanks/{token}").text
    HTMLParser(strict=True).parse(page)
    assert says in page
    assert ("Until" in page) == bool(says)
