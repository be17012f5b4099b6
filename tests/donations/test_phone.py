"""A gift by phone: staff send a page to pay on, the caller pays there, and nobody hears a card number."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_facts import PaymentPage
from ngoapp.adapters.stripe_pages import PageWanted
from ngoapp.core.db import session, transaction
from ngoapp.donations.attempts.ledger import MOST_DECLINES
from ngoapp.donations.links import seal
from ngoapp.donations.matching.queries import employer_on
from ngoapp.donations.models import Donation, Gift
from ngoapp.donations.naming import CONSENT
from ngoapp.donations.phone.jobs import PAY, send_phone_page
from ngoapp.donations.phone.models import MOST_MAILS, PhonePage
from ngoapp.donations.phone.operations import SentOftenEnough, call_off, mail_again
from ngoapp.donations.together.queries import second_on
from tests.accounts.fixtures import StaffClient
from tests.donations.campaign_factories import make_campaign
from tests.donations.factories import make_fund, make_phone_page
from tests.donations.giving import hidden
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeSmtp, FakeStripe
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")
DESK = "/staff/gifts/phone/"


@pytest.fixture
def finance(staff_client: StaffClient) -> FlaskClient:
    """A browser of somebody at the phone."""
    return staff_client("finance")


@pytest.fixture
def token(db: Session) -> str:
    """The link that a caller has in their mail."""
    with transaction():
        return seal(make_phone_page().donation)


def said(page: str, **changes: str) -> dict[str, str]:
    """What the caller answers, in the form."""
    with transaction():
        fund = str(make_fund().id)
    answers = {"donor_name": "Nora Diaz", "email": "nora@example.org", "amount": "30", "fund_id": fund}
    return {**answers, "action_key": hidden(page, "action_key"), **changes}


def test_the_caller_gets_one_mail_however_often_the_button_is_pressed(
    app: Flask, db: Session, finance: FlaskClient, outgoing: FakeSmtp
) -> None:
    form = said(finance.get(DESK).text)
    places = {finance.post(DESK, data=form).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    work_off(app)
    [mail] = outgoing.sent
    assert (mail["To"], "pay on" in mail["Subject"]) == ("nora@example.org", True)
    assert PAY in mail.get_body().get_content()  # type: ignore[union-attr]  # every mail of ours has a body
    assert "Mail sent" in finance.get(places.pop()).text


def test_an_amount_that_is_too_small_is_said_beside_the_amount_and_nothing_typed_is_lost(
    db: Session, finance: FlaskClient
) -> None:
    page = finance.post(DESK, data=said(finance.get(DESK).text, amount="2")).text
    assert 'href="#amount"' in page
    assert 'value="nora@example.org"' in page
    assert db.scalar(select(func.count()).select_from(PhonePage)) == 0


def test_one_press_leads_from_the_mail_to_the_payment_page(
    db: Session, client: FlaskClient, token: str
) -> None:
    page = client.get(PAY + token)
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "$30.00 from Nora Diaz" in page.text
    places = [client.post(PAY + token, data={"thanks": "not-named"}) for _ in range(2)]
    assert {place.status_code for place in places} == {303}
    assert len({place.headers["Location"] for place in places}) == 1
    assert db.scalars(select(Donation)).one().session_id


def test_only_the_caller_says_whether_to_be_named(db: Session, client: FlaskClient, token: str) -> None:
    client.post(PAY + token, data={"thanks": "named"})
    donation = db.scalars(select(Donation)).one()
    assert (donation.recognition_name, donation.anonymous) == ("Nora Diaz", False)
    assert donation.consent_wording == CONSENT


def test_what_is_paid_shows_on_the_page_of_whoever_holds_the_line(
    app: Flask, db: Session, client: FlaskClient, finance: FlaskClient, bank: FakeStripe, token: str
) -> None:
    client.post(PAY + token, data={"thanks": "not-named"})
    page = db.scalars(select(PhonePage)).one()
    show, session_id = f"{DESK}{page.id}", page.donation.session_id or ""
    db.rollback()
    assert "On the payment page" in finance.get(show).text
    bank.pay(session_id)
    post(client, event("checkout.session.completed", session_id))
    work_off(app)
    assert "The money is here" in finance.get(show).text
    assert db.scalars(select(Gift)).one().amount.minor == 3000
    for again in (client.get(PAY + token), client.post(PAY + token, data={"thanks": "named"})):
        assert again.headers["Location"].startswith("/donate/thanks/")
    assert db.scalars(select(Donation)).one().anonymous


def test_a_slip_in_the_address_is_mended_while_the_caller_waits(
    app: Flask, db: Session, finance: FlaskClient, outgoing: FakeSmtp
) -> None:
    with transaction():
        number = make_phone_page(email="nora@exampel.org").id
    work_off(app)
    assert finance.post(f"{DESK}{number}", data={"email": "nora@example.org"}).status_code == 303
    work_off(app)
    assert [mail["To"] for mail in outgoing.sent] == ["nora@exampel.org", "nora@example.org"]


def test_a_stranger_who_got_the_first_mail_sees_nothing_once_the_address_is_mended(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp, token: str
) -> None:
    with transaction():
        page = mail_again(db.scalars(select(PhonePage.id)).one(), email="nora.diaz@example.org")
        mended = seal(page.donation)
    for address in (PAY, "/donate/thanks/", "/donate/again/"):
        assert client.get(address + token).status_code == 404
    work_off(app, only="donations.send_phone_page")
    assert mended in outgoing.sent[-1].get_body().get_content()  # type: ignore[union-attr]  # as above
    assert client.get(PAY + mended).status_code == 200


def test_a_payment_page_that_is_open_ends_when_the_gift_is_called_off(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, token: str
) -> None:
    client.post(PAY + token, data={"thanks": "not-named"})
    with transaction():
        call_off(db.scalars(select(PhonePage.id)).one())
    work_off(app, only="donations.end_page")
    assert [page.status for page in bank.pages.values()] == ["expired"]


class Called(FakeStripe):
    """A Stripe that takes its time; staff call the gift off meanwhile."""

    def create_page(self, wanted: PageWanted, *, key: str) -> PaymentPage:
        """Call it off as the page is being made."""
        page = super().create_page(wanted, key=key)
        with transaction():
            call_off(session.scalars(select(PhonePage.id)).one())
        return page


def test_a_gift_that_is_called_off_while_its_payment_page_is_made_leads_nobody_there(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, token: str
) -> None:
    bank.__class__ = Called
    page = client.post(PAY + token, data={"thanks": "not-named"})
    assert (page.status_code, "This gift was called off" in page.text) == (200, True)
    work_off(app, only="donations.end_page")
    assert [page.status for page in bank.pages.values()] == ["expired"]
    assert "This gift was called off" in client.post(PAY + token, data={"thanks": "not-named"}).text
    assert len(bank.pages) == 1


def test_a_caller_whose_cards_are_all_declined_gets_no_further_payment_page(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, token: str
) -> None:
    client.post(PAY + token, data={"thanks": "not-named"})
    for number in range(MOST_DECLINES):
        payment = bank.decline("cs_test_1", f"card-{number}")
    post(client, event("payment_intent.payment_failed", payment))
    work_off(app, only="donations.")
    page = client.post(PAY + token, data={"thanks": "not-named"})
    assert "Too many cards were declined" in page.text
    assert [page.status for page in bank.pages.values()] == ["expired"]


def test_three_mails_are_the_most(db: Session) -> None:
    with transaction():
        number = make_phone_page().id
    for _ in range(MOST_MAILS - 1):
        with transaction():
            mail_again(number, email="nora@example.org")
    with pytest.raises(SentOftenEnough), transaction():
        mail_again(number, email="nora@example.org")


def test_what_was_called_off_takes_no_money_and_sends_no_mail(
    app: Flask, db: Session, client: FlaskClient, outgoing: FakeSmtp, token: str
) -> None:
    number = db.scalars(select(PhonePage.id)).one()
    for _ in range(2):
        with transaction():
            call_off(number)
    send_phone_page(number)
    assert outgoing.sent == []
    page = client.post(PAY + token, data={"thanks": "not-named"})
    assert (page.status_code, "called off" in page.text) == (200, True)
    assert db.scalars(select(Donation)).one().session_id is None


def test_a_donation_from_the_form_has_no_such_page(client: FlaskClient, db: Session) -> None:
    assert client.get(PAY + "A" * 43).status_code == 404


def test_it_takes_the_right_to_record_gifts(staff_client: StaffClient) -> None:
    assert staff_client("packet desk").get(DESK).status_code == 403


def test_what_only_some_callers_speak_of_is_kept_and_each_names_only_themselves(
    db: Session, finance: FlaskClient, client: FlaskClient
) -> None:
    with transaction():
        campaign = make_campaign()
    form = said(
        finance.get(DESK).text,
        campaign_id=str(campaign.id),
        second_name="Luis Diaz",
        second_email="luis@example.org",
        tribute_kind="memory",
        honouree_name="Ann Miller",
        tribute_tell="nobody",
        employer_name="Prairie Mutual",
    )
    assert finance.post(DESK, data=form).status_code == 303
    db.rollback()
    donation = db.scalars(select(Donation)).one()
    second = second_on(donation)
    assert second
    assert (donation.campaign_id, second.name, second.public_name) == (campaign.id, "Luis Diaz", "")
    assert employer_on(donation) == "Prairie Mutual"
    with transaction():
        token = seal(donation)
    page = client.get(f"{PAY}{token}").text
    assert "Given together with Luis Diaz" in page
    assert "In memory of Ann Miller" in page
    client.post(f"{PAY}{token}", data={"thanks": "named"})
    db.rollback()
    db.refresh(donation)
    db.refresh(second)
    assert (donation.recognition_name, second.public_name) == ("Nora Diaz", "Nora and Luis Diaz")


def test_what_is_wrong_on_the_phone_form_is_said_at_once(finance: FlaskClient) -> None:
    form = said(finance.get(DESK).text, amount="2", email="nora@", second_email="luis@example.org")
    page = finance.post(DESK, data=form).text
    for sentence in ("Enter $5 or more", "Enter an e-mail address in full", "Enter the second person’s name"):
        assert sentence in page
