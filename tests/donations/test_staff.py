"""Staff record what comes by mail, look twice, and release it."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.models import Fund, Gift
from ngoapp.donations.queries import waiting
from ngoapp.people.models import Person
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_card_gift, make_cheque
from tests.donations.giving import hidden
from tests.people.factories import make_person

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture
def finance(staff_client: StaffClient) -> FlaskClient:
    """A browser of somebody who may record and release."""
    return staff_client("finance")


def filled(client: FlaskClient, db: Session, **changes: str) -> dict[str, str]:
    """The form for a check of fifty dollars."""
    page = client.get("/staff/gifts/new").text
    return {
        "entry_key": hidden(page, "entry_key"),
        "method": "cheque",
        "amount": "50",
        "fund_id": str(db.scalar(select(Fund.id))),
        "donor_name": "Ruth Berg",
        "received_on": "2026-11-20",
        "number": "1042",
        "consent_source": "reply slip",
        "country_code": "US",
        **changes,
    }


def gifts(db: Session) -> list[Gift]:
    """Every gift, as it is now."""
    db.rollback()
    return list(db.scalars(select(Gift).order_by(Gift.id)))


def test_a_check_is_recorded_once_however_often_the_form_is_sent(db: Session, finance: FlaskClient) -> None:
    form = filled(
        finance, db, instrument_on="2026-11-18", postmarked_on="2026-11-19", email="ruth@example.org"
    )
    for _ in range(2):
        assert finance.post("/staff/gifts/new", data=form).status_code == 303
    [gift] = gifts(db)
    assert (gift.amount.minor, gift.instrument_number, gift.gift_on) == (5000, "1042", date(2026, 11, 19))
    assert gift.donor is not None
    assert (gift.donor.name, gift.donor.email) == ("Ruth Berg", "ruth@example.org")
    assert db.scalar(select(func.count(Person.id))) == 1
    assert waiting()["gifts_to_release"] == 1


def test_a_name_that_is_known_asks_which_person_it_is(db: Session, finance: FlaskClient) -> None:
    with transaction():
        ruth = make_person("Ruth Berg", "ruth@example.org").id
    form = filled(finance, db)
    page = finance.post("/staff/gifts/new", data=form)
    assert "We know people of this name" in page.text
    assert "ruth@example.org" in page.text
    assert gifts(db) == []
    finance.post("/staff/gifts/new", data={**form, "donor": str(ruth)})
    assert [gift.donor_id for gift in gifts(db)] == [ruth]


def test_finding_a_donor_works_without_scripts_and_keeps_what_was_typed(
    db: Session, finance: FlaskClient
) -> None:
    with transaction():
        make_person("Ruth Berg", "ruth@example.org")
    page = finance.post("/staff/gifts/new", data={**filled(finance, db, donor_name="berg"), "find": "1"})
    assert "Ruth Berg · ruth@example.org" in page.text
    assert "1042" in page.text
    assert "Please look at these again" not in page.text
    suggested = finance.get("/staff/gifts/donors?donor_name=BERG")
    assert "Ruth Berg · ruth@example.org" in suggested.text
    assert "<html" not in suggested.text


def test_a_gift_of_somebody_unknown_needs_no_name(db: Session, finance: FlaskClient) -> None:
    form = filled(finance, db, donor_name="", donor="unknown", method="cash")
    assert finance.post("/staff/gifts/new", data=form).status_code == 303
    [gift] = gifts(db)
    assert (gift.identity_unknown, gift.donor, gift.method) == (True, None, "cash")


def test_the_next_one_of_a_pile_keeps_day_method_and_fund(db: Session, finance: FlaskClient) -> None:
    answer = finance.post(
        "/staff/gifts/new", data={**filled(finance, db, method="cash", received_on="2026-11-17"), "next": "1"}
    )
    page = finance.get(answer.location).text
    assert 'value="2026-11-17"' in page
    assert re.search(r'value="cash"\s+checked', page)


def test_who_asked_to_be_named_is_and_how_they_told_us_is_kept(db: Session, finance: FlaskClient) -> None:
    finance.post("/staff/gifts/new", data=filled(finance, db, named="y", consent_source="letter"))
    [gift] = gifts(db)
    assert (gift.recognition_name, gift.anonymous, gift.consent_source) == ("Ruth Berg", False, "letter")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": ""}, "Enter the amount."),
        ({"amount": "0"}, "Enter an amount above zero."),
        ({"donor_name": ""}, "Enter the donor&#39;s name"),
        ({"received_on": ""}, "Enter the day on which it came."),
        ({"received_on": "soon"}, "Enter a day, such as"),
        ({"received_on": "2999-01-01"}, "This day is still to come."),
        ({"donor": "999"}, "Choose one of the people listed."),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    db: Session, finance: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    page = finance.post("/staff/gifts/new", data=filled(finance, db, **{"message": "Bless you", **changes}))
    assert page.status_code == 200
    assert sentence in page.text
    assert "Bless you" in page.text
    assert gifts(db) == []


@pytest.mark.parametrize("number", ["9" * 30, "9" * 6000, "²", "-1", "0"])
def test_a_number_that_nobody_has_is_no_donor_and_no_gift(
    db: Session, finance: FlaskClient, number: str
) -> None:
    page = finance.post("/staff/gifts/new", data=filled(finance, db, donor_name="Zoe", donor=number))
    assert "Choose one of the people listed" in page.text
    assert finance.post("/staff/gifts/release", data={"gift": number}).status_code == 303
    assert gifts(db) == []


def test_a_gift_is_released_once_by_itself_or_with_the_lot(db: Session, finance: FlaskClient) -> None:
    with transaction():
        ids = [make_cheque(donor=make_person(f"Donor {n}", None)).id for n in range(3)]
    page = finance.get("/staff/gifts/?show=to-release").text
    assert page.count('name="gift"') == 3
    for _ in range(2):
        finance.post(f"/staff/gifts/{ids[0]}/release")
        finance.post("/staff/gifts/release", data={"gift": ids})
    db.rollback()
    assert waiting()["gifts_to_release"] == 0
    issued = select(func.count(OutboxRow.id)).where(OutboxRow.name == "receipts.issue")
    assert db.scalar(issued) == 3


def test_the_list_is_narrowed_by_the_address_bar(db: Session, finance: FlaskClient) -> None:
    with transaction():
        make_card_gift()
        ruth = make_person("Ruth Berg", None)
        make_cheque(donor=ruth)
        ruth_id = ruth.id
    listed = {
        query: finance.get(f"/staff/gifts/?{query}").text.count("<td><a href")
        for query in (
            "",
            "method=card",
            "q=BERG",
            "q=lewis@",
            f"donor={ruth_id}",
            "show=to-release",
            "q=nobody",
        )
    }
    assert list(listed.values()) == [2, 1, 1, 1, 1, 1, 0]


@pytest.mark.parametrize("path", ["", "?show=to-release", "new", "1", "quarantine", "funds", "funds/1"])
def test_every_page_is_valid_and_only_for_who_may_see_it(
    db: Session, finance: FlaskClient, client: FlaskClient, path: str
) -> None:
    with transaction():
        make_cheque(donor=make_person())
    HTMLParser(strict=True).parse(finance.get(f"/staff/gifts/{path}").text)
    assert client.get(f"/staff/gifts/{path}").status_code == 302


def test_funds_are_added_changed_closed_and_opened_again(db: Session, finance: FlaskClient) -> None:
    finance.post("/staff/gifts/funds", data={"name": "Research", "restricted": "y"})
    assert "already" in finance.post("/staff/gifts/funds", data={"name": "research"}).text
    finance.post("/staff/gifts/funds/2", data={"name": "Research grants", "description": "For young doctors"})
    finance.post("/staff/gifts/funds/1/close")
    refused = finance.post("/staff/gifts/funds/2/close", follow_redirects=True)
    assert "only open fund" in refused.text
    db.rollback()
    funds = db.scalars(select(Fund).order_by(Fund.id)).all()
    assert [(fund.name, fund.closed_at is None) for fund in funds] == [
        ("Where it is needed most", False),
        ("Research grants", True),
    ]


def test_a_day_to_come_and_an_amount_of_nothing_are_said_together_with_the_rest(
    finance: FlaskClient, db: Session
) -> None:
    form = filled(finance, db, amount="0", received_on="2999-01-01", email="ruth@")
    page = finance.post("/staff/gifts/new", data=form).text
    for sentence in (
        "Enter an amount above zero.",
        "This day is still to come.",
        "Enter an e-mail address in full",
    ):
        assert sentence in page
