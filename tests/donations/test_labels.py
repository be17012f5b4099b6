"""Labels for donors: chosen by what they gave, looked over, printed by whoever may."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.labels.queries import Choice, donors_chosen
from ngoapp.donations.models import Gift, Movement
from ngoapp.mailings.runs.models import PrintRun
from ngoapp.organisation.queries import our_today
from ngoapp.people.operations import spare
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_card_gift, make_fund
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_request
from tests.people.factories import make_person, make_person_at_home

PAGE = "/staff/mailroom/donors/"
KEY = "k" * 32


@pytest.fixture
def finance(db: Session, staff_client: StaffClient) -> FlaskClient:
    """A browser of finance; the organisation has two donors at home and one who wants no mail."""
    with transaction():
        make_organisation()
        for name in ("Ann Lee", "Ben Cho", "Sam Odd"):
            gift_of(name)
        sam = make_person("Sam Odd", "sam@example.org")
        spare(sam, mail=True, email=False)
    return staff_client("finance")


def gift_of(name: str, days_ago: int = 0, country: str = "US", **values: Any) -> Gift:
    donor = make_person_at_home(
        name, f"{name.split(maxsplit=1)[0].lower()}@example.org", country_code=country, street_address=name
    )
    gift = make_card_gift(donor=donor, **values)
    gift.gift_on = our_today() - timedelta(days=days_ago)
    return gift


def names(choice: Choice) -> list[str]:
    return [person.name for person in donors_chosen(choice)]


def test_donors_are_chosen_by_what_they_gave_and_where_they_live(db: Session) -> None:
    make_organisation()
    fund = make_fund("Research")
    gift_of("Ann", days_ago=400)
    gift_of("Ben", days_ago=20, fund=fund)
    gift_of("Cy", days_ago=10, country="CA")
    gift_of("Cy", days_ago=5, country="CA")
    today = our_today()
    assert names(Choice()) == ["Ann", "Ben", "Cy"]
    assert names(Choice(since=today - timedelta(days=365))) == ["Ben", "Cy"]
    assert names(Choice(until=today - timedelta(days=15))) == ["Ann", "Ben"]
    assert names(Choice(fund_id=fund.id)) == ["Ben"]
    assert names(Choice(country="CA")) == ["Cy"]
    assert names(Choice(at_least=2)) == ["Cy"]


def test_who_had_the_gift_given_back_is_no_donor_of_it(db: Session) -> None:
    make_organisation()
    gift = gift_of("Ann")
    back = Movement(
        gift=gift,
        kind="refund",
        source="re_1",
        amount=Money(-gift.amount_minor, "USD"),
        moved_on=date(2026, 1, 2),
    )
    back.recorded_at = gift.recorded_at
    db.add(back)
    db.flush()
    assert names(Choice()) == []


def test_nobody_who_only_asked_for_a_packet_is_ever_among_them(db: Session) -> None:
    make_organisation()
    make_request(name="Pat Canary")
    assert names(Choice()) == []


def test_the_page_shows_the_labels_the_countries_and_everybody_who_gets_none(finance: FlaskClient) -> None:
    page = finance.get(f"{PAGE}?per=person&paper=5160").text
    assert "2 labels" in page
    assert "United States 2." in " ".join(page.split())
    assert "1 person gets no label" in page
    assert "Wants no mail from us." in page
    assert finance.get(PAGE).text.count("Print all") == 0


def test_printing_twice_from_one_page_is_one_run_and_the_sheet_goes_on_behind_it(
    finance: FlaskClient, db: Session
) -> None:
    asked, form = f"{PAGE}?per=person&paper=5160", {"action_key": KEY, "place": "4", "start": ""}
    there = {finance.post(asked, data=form).location for _ in range(2)}
    assert len(there) == 1
    [run] = db.scalars(select(PrintRun))
    assert (run.count, run.start, run.printed_by is not None) == (2, 4, True)
    assert re.search(r'value="6"\s+checked', finance.get(asked).text.replace("\n", " "))
    shown = finance.get(there.pop()).text
    assert "2 labels" in shown
    assert "Wants no mail" in shown
    pdf = finance.get(f"/staff/mailroom/runs/{run.id}/labels.pdf?sheets=1")
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")


def test_a_typed_number_counts_more_than_a_click_and_one_that_is_not_there_is_refused(
    finance: FlaskClient, db: Session
) -> None:
    asked = f"{PAGE}?per=person&paper=5160"
    refused = finance.post(asked, data={"action_key": KEY, "place": "4", "start": "31"})
    assert "labels 1 to 30" in refused.text
    assert "Enter the number of a label" in finance.post(asked, data={"action_key": KEY, "start": "x"}).text
    finance.post(asked, data={"action_key": KEY, "place": "4", "start": "7"})
    assert db.scalars(select(PrintRun.start)).all() == [7]


def test_envelopes_have_no_first_label(finance: FlaskClient, db: Session) -> None:
    asked = f"{PAGE}?per=person&paper=%2310"
    assert "First free label" not in finance.get(asked).text
    finance.post(asked, data={"action_key": KEY})
    assert db.execute(select(PrintRun.stock, PrintRun.start)).all() == [("#10", 1)]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?since=2026-12-01&until=2026-01-01", "not before the first"),
        ("?since=yesterday", "Enter a day"),
        ("?at_least=0", "Enter a number from 1"),
        ("?per=cat", "Not a valid choice"),
    ],
)
def test_a_choice_that_cannot_be_is_said_and_shows_no_label(
    finance: FlaskClient, query: str, says: str
) -> None:
    page = finance.get(PAGE + query).text
    assert says in page
    assert "Print all" not in page


def test_a_sheet_that_there_is_not_brings_back_to_the_run_with_a_sentence(finance: FlaskClient) -> None:
    run = finance.post(f"{PAGE}?per=person&paper=5160", data={"action_key": KEY, "place": "1"}).location
    back = finance.get(f"{run}/labels.pdf?sheets=9")
    assert back.status_code == 303
    assert "This run has one sheet." in finance.get(back.location).text


def test_the_packet_desk_sees_no_donor_and_no_run(finance: FlaskClient, staff_client: StaffClient) -> None:
    desk = staff_client("packet desk")
    for address in (PAGE, "/staff/mailroom/runs/"):
        assert desk.get(address).status_code == 403
