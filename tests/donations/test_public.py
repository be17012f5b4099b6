"""The donor's form takes what people type, says plainly what is wrong, and forgets nothing."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.donations.models import Donation
from tests.donations.factories import make_fund
from tests.donations.giving import give
from tests.fakes import FakeStripe

pytestmark = pytest.mark.usefixtures("organisation")

ADDRESS = {
    "country_code": "US",
    "street_address": "120 Lake St W",
    "city": "Minneapolis",
    "country_area": "MN",
    "postal_code": "55408",
}


def donation(db: Session) -> Donation:
    """The one donation."""
    db.rollback()
    return db.scalars(select(Donation)).one()


def test_the_page_says_who_asks_and_what_happens_next(client: FlaskClient) -> None:
    page = client.get("/donate")
    for fact in ("EIN 41-0000000", "7400 Prairie Center Dr", "1-800-555-0142", "comes by e-mail", "$250"):
        assert fact in page.text
    assert (
        "checkout.stripe.com" in page.headers["Content-Security-Policy"]
        or "form-action" in page.headers["Content-Security-Policy"]
    )


def test_the_page_asks_the_database_five_times_at_most(client: FlaskClient, statements: list[str]) -> None:
    client.get("/donate")
    statements.clear()
    client.get("/donate")
    assert len([statement for statement in statements if statement.startswith("SELECT")]) <= 5


def test_everything_that_is_wrong_is_said_at_once(client: FlaskClient) -> None:
    page = give(client, amount="other", other="2", email="ruth@", donor_name="").text
    for sentence in ("Enter $5 or more.", "Enter an e-mail address in full", "Enter your name as it should"):
        assert sentence in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": ""}, "Choose an amount."),
        ({"amount": "1"}, "Not a valid choice."),
        ({"amount": "other"}, "Enter the amount that you would like to give"),
        ({"amount": "other", "other": "4.99"}, "Enter $5 or more."),
        ({"amount": "other", "other": "50000.01"}, "Enter $50,000 or less."),
        ({"amount": "other", "other": "1e3"}, "Enter an amount in figures"),
        ({"amount": "other", "other": "٥٠"}, "Enter an amount in figures"),
        ({"amount": "other", "other": "12.345"}, "Enter at most 2 decimals."),
        ({"amount": "10000", "other": "30"}, "not both"),
        ({"donor_name": "  "}, "Enter your name as it should appear on the receipt."),
        ({"donor_name": "x" * 121}, "Use at most 120 characters."),
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "lewis@"}, "Enter an e-mail address in full"),
        ({"message": "x" * 1001}, "Use at most 1000 characters."),
        ({"recognition_name": "x" * 121}, "Use at most 120 characters."),
        ({"fund_id": "999"}, "Not a valid choice."),
        ({**ADDRESS, "postal_code": ""}, "ZIP code"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nothing_typed_is_lost(
    client: FlaskClient, bank: FakeStripe, changes: dict[str, str], sentence: str
) -> None:
    page = give(
        client, None, **{"email": "ruth@example.org", "message": "Thank you for the hotline", **changes}
    )
    assert page.status_code == 200
    assert sentence in page.text
    assert "Please look at these again" in page.text
    assert "message" in changes or "Thank you for the hotline" in page.text
    assert "email" in changes or "ruth@example.org" in page.text
    assert not bank.wanted


def test_an_own_amount_counts_where_no_card_but_the_usual_was_chosen(
    db: Session, client: FlaskClient
) -> None:
    give(client, amount="5000", other="$1,250.50")
    assert donation(db).amount.minor == 125_050


def test_who_does_not_choose_to_be_named_is_not(db: Session, client: FlaskClient) -> None:
    give(client, thanks="not-named", recognition_name="The Lewises")
    assert (donation(db).recognition_name, donation(db).anonymous, donation(db).consent_wording) == (
        "",
        True,
        "",
    )


def test_who_is_named_without_another_name_is_thanked_under_their_own(
    db: Session, client: FlaskClient
) -> None:
    give(client, thanks="named")
    assert donation(db).recognition_name == "Jack and Elizabeth Lewis"
    assert not donation(db).anonymous


def test_an_address_is_kept_where_one_is_given(db: Session, client: FlaskClient) -> None:
    give(client, None, **ADDRESS)
    kept = donation(db).address_parts()
    assert {part: kept[part] for part in ADDRESS} == ADDRESS


def test_another_country_brings_its_own_fields_and_keeps_what_was_typed(client: FlaskClient) -> None:
    page = give(client, country_code="CA", drawn_country="US", change_country="1", donor_name="Ana Ruiz")
    assert "Province" in page.text
    assert "Ana Ruiz" in page.text
    assert "Please look at these again" not in page.text


def test_markup_and_characters_that_cannot_be_seen_do_no_harm(
    db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client, donor_name="<b>Ana</b>\x00\r\n", message="one\r\ntwo\x00")
    assert (donation(db).donor_name, donation(db).message) == ("<b>Ana</b>", "one\ntwo")
    again = client.get(bank.wanted[0].cancel_url.removeprefix("http://localhost"))
    assert "<b>Ana" not in again.text


def test_a_form_without_its_key_is_taken_for_a_new_one(db: Session, client: FlaskClient) -> None:
    assert give(client, action_key="x").status_code == 303
    assert donation(db).state == "open"


def test_the_donor_chooses_among_open_funds(db: Session, client: FlaskClient) -> None:
    with transaction():
        research = make_fund("Research").id
    page = client.get("/donate").text
    assert "What it is for" in page
    give(client, fund_id=str(research))
    assert donation(db).fund_id == research


def test_the_preview_says_what_the_form_says_also_without_scripts(client: FlaskClient) -> None:
    assert ">Anonymous</strong>" in client.get("/donate").text
    page = give(
        client, thanks="named", recognition_name="The Lewises", amount="other", other="75", email=""
    ).text
    assert ">The Lewises</strong>" in page
    assert ">$75</p>" in page
