"""From the form to the payment page: one form is one donation and one page, whatever goes wrong between."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.money import Money
from ngoapp.donations.models import Donation
from tests.donations.giving import filled, give
from tests.fakes import FakeStripe
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


def donations(db: Session) -> list[Donation]:
    """Every donation, as it is now."""
    db.rollback()
    return list(db.scalars(select(Donation).order_by(Donation.id)))


def test_the_form_leads_on_to_the_payment_page(db: Session, client: FlaskClient, bank: FakeStripe) -> None:
    answer = give(client, amount="10000", thanks="named", recognition_name="The Lewis Family")
    assert (answer.status_code, answer.location) == (303, "https://checkout.test/cs_test_1")
    [donation] = donations(db)
    assert (donation.state, donation.session_id) == ("open", "cs_test_1")
    assert donation.amount == bank.wanted[0].amount == Money(10000, "USD")
    assert donation.recognition_name == "The Lewis Family"
    assert "take this back" in donation.consent_wording


def test_two_clicks_are_one_donation_and_the_same_page(
    db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    form = filled(client)
    first, second = give(client, form), give(client, form)
    assert first.location == second.location
    assert len(donations(db)) == len(bank.pages) == 1


def test_a_form_that_is_opened_anew_is_another_donation(db: Session, client: FlaskClient) -> None:
    assert give(client).location != give(client).location
    assert len(donations(db)) == 2


def test_going_back_to_change_the_amount_is_another_donation(
    db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    form = filled(client)
    give(client, form)
    assert give(client, {**form, "amount": "2500"}).location == "https://checkout.test/cs_test_2"
    assert [donation.amount.minor for donation in donations(db)] == [5000, 2500]


def test_a_lost_answer_is_made_good_by_pressing_again(
    db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    form = filled(client, message="For the hotline")
    bank.away = True
    page = give(client, form)
    assert page.status_code == 200
    assert "Nothing was charged" in page.text
    assert "For the hotline" in page.text
    assert form["action_key"] in page.text
    bank.away = False
    assert give(client, form).location == "https://checkout.test/cs_test_1"
    assert len(donations(db)) == len(bank.pages) == 1


def test_a_process_that_died_before_keeping_the_page_gets_the_same_page_again(
    db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    form = filled(client)
    bank.away = True
    give(client, form)
    bank.away = False
    give(client, form)
    assert bank.wanted[0] == bank.wanted[1]


def test_a_page_whose_time_ran_out_is_followed_by_a_new_one(
    db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    form = filled(client)
    give(client, form)
    bank.expire("cs_test_1")
    assert give(client, form).location == "https://checkout.test/cs_test_2"
    [donation] = donations(db)
    assert (donation.attempt, donation.session_id, donation.state) == (2, "cs_test_2", "open")


def test_a_form_that_is_sent_again_the_next_day_asks_for_a_page_that_lasts(
    db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    form = filled(client)
    bank.away = True
    give(client, form)
    bank.away = False
    with clock.at(datetime.now(UTC) + timedelta(hours=23)):
        assert give(client, form).status_code == 303
        assert bank.wanted[-1].expires_at > clock.now() + timedelta(hours=22)


def test_pressing_again_after_paying_leads_to_the_thanks(
    app: Flask, client: FlaskClient, bank: FakeStripe
) -> None:
    form = filled(client)
    give(client, form)
    bank.pay("cs_test_1")
    thanks = give(client, form).location
    assert thanks.startswith("/donate/thanks/")
    assert "One moment" in client.get(thanks).text
    work_off(app)
    page = client.get(thanks)
    assert "Thank you, Jack and Elizabeth Lewis!" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_who_turns_back_finds_the_form_as_it_was_filled_in(
    db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(
        client, amount="other", other="75.50", thanks="named", recognition_name="The Lewises", message="Hello"
    )
    page = client.get(bank.wanted[0].cancel_url.removeprefix("http://localhost"))
    for typed in ("75.50", "lewis@example.org", "The Lewises", "Hello", "Nothing was charged"):
        assert typed in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_link_that_nobody_was_given_leads_nowhere(client: FlaskClient) -> None:
    assert client.get("/donate/thanks/abc").status_code == 404
    assert client.get("/donate/again/abc").status_code == 404


def test_a_donation_whose_page_was_never_kept_is_repaired_by_the_worker(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    form = filled(client)
    bank.away = True
    give(client, form)
    bank.away = False
    bank.pay("cs_test_1")
    with clock.at(datetime.now(UTC) + timedelta(minutes=40)):
        work_off(app)
    [donation] = donations(db)
    assert (donation.state, donation.session_id) == ("paid", "cs_test_1")


def test_a_donation_for_which_no_page_was_made_is_let_go(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    bank.away = True
    give(client)
    bank.away = False
    bank.pages.clear()
    with clock.at(datetime.now(UTC) + timedelta(minutes=40)):
        work_off(app)
    assert [donation.state for donation in donations(db)] == ["expired"]


def test_a_payment_that_no_webhook_told_of_is_found_when_the_page_has_ended(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client)
    with clock.at(datetime.now(UTC) + timedelta(minutes=40)):
        work_off(app)
    assert [donation.state for donation in donations(db)] == ["open"]
    bank.pay("cs_test_1")
    with clock.at(datetime.now(UTC) + timedelta(hours=24)):
        work_off(app)
    assert [donation.state for donation in donations(db)] == ["paid"]
