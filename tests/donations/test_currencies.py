"""Gifts in other currencies, and the card's fee: on the form, at Stripe, and for staff."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.currencies.models import GivingCurrency
from ngoapp.donations.currencies.operations import keep_rate, leave_currency
from ngoapp.donations.fees import FeeRate
from ngoapp.donations.links import AGAIN, seal
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.models import Donation, Gift
from ngoapp.donations.queries import net
from ngoapp.donations.returns.operations import ask_refund
from tests.accounts.factories import make_staff
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_card_gift, make_fund
from tests.donations.giving import filled, give, hidden
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeStripe
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")
CURRENCIES = "/staff/settings/currencies/"


@pytest.fixture
def yen(organisation: None) -> None:
    """The form takes Japanese yen, at three and a half percent."""
    with transaction():
        keep_rate(FeeRate(350, Money(30, "JPY")))


def donation(db: Session) -> Donation:
    """The one donation, as it is now."""
    db.rollback()
    return db.scalars(select(Donation)).one()


def test_whoever_covers_the_fee_pays_it_on_top_and_gives_all_of_it(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client, cover_fee="y")
    given = donation(db)
    assert (given.amount, given.fee_cover_minor) == (Money(5180, "USD"), 180)
    bank.pay(given.session_id or "")
    post(client, event("checkout.session.completed", given.session_id or ""))
    work_off(app)
    gift = db.scalars(select(Gift)).one()
    assert gift.amount == net(gift) == Money(5180, "USD")
    assert [m.amount.minor for m in gift.movements if m.kind == "fee"] != []  # what Stripe really kept


def test_the_way_back_to_the_form_shows_the_gift_without_the_fee_and_the_box_ticked(
    db: Session, client: FlaskClient
) -> None:
    give(client, cover_fee="y")
    with transaction():
        token = seal(db.scalars(select(Donation)).one())
    page = client.get(AGAIN + token).text
    amounts = page[page.index('id="amount-0"') :]
    assert 'value="5000"' in amounts.split("checked")[0][-200:]
    assert client.post("/donate", data=filled(client, AGAIN + token, cover_fee="y")).status_code == 303
    assert {each.fee_cover_minor for each in db.scalars(select(Donation))} == {180}


def test_a_check_has_no_fee(db: Session, client: FlaskClient) -> None:
    assert client.post("/donate", data=filled(client, cover_fee="y", way="mail")).status_code == 303
    assert db.scalars(select(MailedPledge)).one().amount == Money(5000, "USD")


@pytest.mark.usefixtures("yen")
def test_a_gift_in_yen_has_no_decimals_from_the_form_to_the_receipt(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    page = client.get("/donate?currency=JPY").text
    assert "¥5,000" in page
    assert "Give in" in page
    form = filled(client, "/donate?currency=JPY", amount="other", other="7,500")
    assert form["currency_code"] == "JPY"
    assert give(client, form).status_code == 303
    given = donation(db)
    assert given.amount == Money(7500, "JPY")
    bank.pay(given.session_id or "")
    post(client, event("checkout.session.completed", given.session_id or ""))
    work_off(app)
    assert db.scalars(select(Gift)).one().amount == Money(7500, "JPY")


@pytest.mark.usefixtures("yen")
def test_yen_with_decimals_are_refused_in_a_sentence(client: FlaskClient) -> None:
    page = give(client, filled(client, "/donate?currency=JPY", amount="other", other="75.50")).text
    assert "JPY has no decimals" in page
    assert 'value="75.50"' in page


@pytest.mark.usefixtures("yen")
def test_an_amount_in_a_currency_that_is_gone_is_never_taken_for_one_in_ours(
    db: Session, client: FlaskClient
) -> None:
    form = filled(client, "/donate?currency=JPY")
    with transaction():
        leave_currency("JPY")
    answer = give(client, form)
    assert (answer.status_code, "do not take this currency any more" in answer.text) == (200, True)
    assert db.scalars(select(Donation)).all() == []
    assert hidden(answer.text, "currency_code") == "USD"


def test_an_unknown_currency_in_the_address_is_our_own(client: FlaskClient) -> None:
    assert hidden(client.get("/donate?currency=XXX").text, "currency_code") == "USD"


@pytest.mark.usefixtures("yen")
def test_staff_record_a_check_in_another_currency(db: Session, staff_client: StaffClient) -> None:
    finance = staff_client("finance")
    form = {"entry_key": hidden(finance.get("/staff/gifts/new").text, "entry_key"), "donor": "new"}
    with transaction():
        form["fund_id"] = str(make_fund().id)
    form |= {"donor_name": "Aiko Mori", "amount": "7500", "currency_code": "JPY", "method": "cheque"}
    form |= {"received_on": "2026-11-02", "consent_source": "letter", "country_code": "US"}
    assert finance.post("/staff/gifts/new", data=form).status_code == 303
    assert db.scalars(select(Gift)).one().amount == Money(7500, "JPY")


@pytest.mark.usefixtures("yen")
def test_a_refund_in_another_currency_takes_two_people_since_the_limit_does_not_speak_of_it(
    db: Session,
) -> None:
    with transaction():
        gift = make_card_gift(Money(500, "JPY"))
        asked = ask_refund(
            action_key="a" * 30,
            gift_id=gift.id,
            amount=Money(100, "JPY"),
            reason="requested_by_customer",
            why="asked for",
            asked_by_id=make_staff().id,
        )
    assert asked.needs_second


@pytest.mark.usefixtures("yen")
def test_charges_that_are_alike_are_added_up_for_each_currency_by_itself(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        gift = make_card_gift(Money(500, "JPY"))
        make_card_gift(Money(2500, "USD"))
    finance = staff_client("finance")
    assert "2 gifts, $25.00 and ¥500 in all" in finance.get("/staff/gifts/attempts/charges").text
    page = finance.get(f"/staff/gifts/{gift.id}/refund").text
    assert "In another currency than ours, a second person releases it" in " ".join(page.split())


def test_staff_take_a_currency_change_its_cost_and_leave_it(db: Session, staff_client: StaffClient) -> None:
    administrator = staff_client()
    kept = {"currency": "CAD", "percent": "2.9%", "fixed": "0.30"}
    for form in (kept, {**kept, "percent": "2.2"}):
        page = CURRENCIES if form is kept else f"{CURRENCIES}CAD"
        assert administrator.post(page, data=form).status_code == 303
    row = db.scalars(select(GivingCurrency)).one()
    assert (row.currency, row.fee_basis_points, row.fee_fixed_minor) == ("CAD", 220, 30)
    for _ in range(2):
        assert administrator.post(f"{CURRENCIES}CAD/leave").status_code == 303
    db.rollback()
    assert db.scalars(select(GivingCurrency)).all() == []


@pytest.mark.parametrize("percent", ["", "a lot", "-1", "21", "2.999", "1e1"])
def test_a_percentage_that_cannot_be_is_refused_and_stays_in_its_field(
    staff_client: StaffClient, percent: str
) -> None:
    page = staff_client().post(CURRENCIES, data={"currency": "CAD", "percent": percent, "fixed": "0.30"})
    assert page.status_code == 200
    assert 'href="#percent"' in page.text


def test_our_own_currency_cannot_be_left(staff_client: StaffClient) -> None:
    page = staff_client().post(f"{CURRENCIES}USD/leave", follow_redirects=True)
    assert "This is your own currency" in page.text
