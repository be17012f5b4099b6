"""Who mails a check gets a slip: on screen, on paper and by mail."""

from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.mailed.jobs import send_reminder
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import (
    HELD_FOR,
    REMIND_AFTER,
    receive_pledge,
    release_reminders,
    stop_reminder,
)
from ngoapp.donations.mailed.slips import LASTS, SLIP, draw_slip, seal_slip
from ngoapp.donations.models import Donation, Gift
from tests.donations.factories import make_cheque, make_pledge
from tests.donations.giving import filled, give
from tests.fakes import FakeSmtp, FakeStripe
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


def the_pledge(db: Session) -> MailedPledge:
    """The one pledge, as it is now."""
    db.rollback()
    return db.scalars(select(MailedPledge)).one()


def kept(donor_name: str = "Ruth Berg") -> tuple[int, str]:
    """A pledge that pages can see, and its link."""
    with transaction():
        pledge = make_pledge(donor_name=donor_name)
        return pledge.id, SLIP + seal_slip(pledge)


def words(message: EmailMessage) -> str:
    """The text of a mail."""
    body = message.get_body(("plain",))
    assert body
    return str(body.get_content())


def paper_words(pdf: bytes) -> str:
    """What stands on a slip."""
    return " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def test_a_name_and_an_amount_are_enough_for_a_slip(
    db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    answer = give(client, way="mail", email="", donor_name="Ruth Berg", thanks="named")
    assert answer.status_code == 303
    pledge = the_pledge(db)
    assert (pledge.amount.minor, pledge.donor_name, pledge.email) == (5000, "Ruth Berg", "")
    assert pledge.recognition_name == "Ruth Berg"
    assert "I can take this back" in pledge.consent_wording
    page = client.get(answer.location)
    for fact in (pledge.reference, "$50.00", "Ruth Berg", "7400 Prairie Center Dr", "data:image/svg+xml"):
        assert fact in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not bank.wanted
    assert db.scalar(select(Donation.id)) is None
    assert db.scalar(select(Gift.id)) is None


def test_the_same_form_posted_twice_leads_to_the_same_slip(db: Session, client: FlaskClient) -> None:
    form = filled(client, way="mail")
    assert len({give(client, form).location for _ in range(2)}) == 1
    assert the_pledge(db).state == "promised"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"donor_name": ""}, "Enter your name as it should appear on the receipt."),
        ({"amount": ""}, "Choose an amount."),
        ({"email": "ruth@"}, "Enter an e-mail address in full"),
        ({"amount": "other", "other": "2"}, "Enter $5 or more."),
    ],
)
def test_what_a_slip_needs_is_asked_for(client: FlaskClient, changes: dict[str, str], sentence: str) -> None:
    page = give(client, None, **{"way": "mail", **changes})
    assert page.status_code == 200
    assert sentence in page.text


def test_by_card_an_e_mail_address_is_still_needed(client: FlaskClient) -> None:
    assert "Enter your e-mail address" in give(client, email="").text


def test_the_slip_is_mailed_once_with_its_paper(
    app: Flask, client: FlaskClient, outgoing: FakeSmtp, db: Session
) -> None:
    answer = give(client, way="mail")
    work_off(app)
    [message] = outgoing.sent
    assert message["To"] == "lewis@example.org"
    assert the_pledge(db).reference in message["Subject"]
    assert answer.location in words(message)
    [paper] = message.iter_attachments()
    assert paper.get_content().startswith(b"%PDF")


def test_the_paper_is_one_page_and_the_same_bytes_each_time(db: Session, client: FlaskClient) -> None:
    pledge_id, link = kept(donor_name="Łukasz 𓀀 Wójcik")
    pledge = db.get_one(MailedPledge, pledge_id)
    assert draw_slip(pledge) == draw_slip(pledge)
    answer = client.get(f"{link}.pdf")
    assert answer.mimetype == "application/pdf"
    assert pledge.reference in answer.headers["Content-Disposition"]
    with pikepdf.open(BytesIO(answer.data)) as document:
        assert len(document.pages) == 1


def test_the_slip_names_the_employer_on_screen_and_on_paper(db: Session, client: FlaskClient) -> None:
    answer = give(client, way="mail", employer_name="Prairie Mutual")
    assert "Prairie Mutual" in client.get(answer.location).text
    assert "Prairie Mutual" in paper_words(client.get(f"{answer.location}.pdf").data)


def test_from_abroad_the_address_has_its_country(client: FlaskClient) -> None:
    with transaction():
        link = SLIP + seal_slip(make_pledge(address={"country_code": "CA", "city": "Calgary"}))
    assert "UNITED STATES" in client.get(link).text.upper()


def test_a_wrong_link_and_an_old_one_open_nothing(client: FlaskClient) -> None:
    _, link = kept()
    assert client.get(f"{SLIP}{'x' * 43}").status_code == 404
    with clock.at(clock.now() + LASTS + timedelta(days=1)):
        for path in (link, f"{link}.pdf"):
            assert client.get(path).status_code == 404


def test_a_donor_calls_it_off_with_one_button(client: FlaskClient, db: Session) -> None:
    _, link = kept()
    for _ in range(2):
        assert client.post(f"{link}/withdraw").status_code == 303
    assert the_pledge(db).state == "withdrawn"
    assert "Called off" in client.get(link).text


def test_the_page_of_every_state_is_valid(client: FlaskClient) -> None:
    pledge_id, link = kept()
    with transaction():
        receive_pledge(pledge_id, gift=make_cheque())
    page = client.get(link)
    assert "Your check is here" in page.text
    HTMLParser(strict=True).parse(page.text)


def test_a_reminder_leaves_once_and_only_after_staff_released_it(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    with clock.at(clock.now() - REMIND_AFTER - timedelta(days=1)):
        pledge_id, link = kept()
    work_off(app)
    outgoing.sent.clear()
    with transaction():
        release_reminders([pledge_id])
    work_off(app)
    assert outgoing.sent == []
    with clock.at(clock.now() + HELD_FOR):
        work_off(app)
    send_reminder(pledge_id, 1)
    [message] = outgoing.sent
    assert link in words(message)
    assert the_pledge(db).reminder == "sent"


def test_a_stopped_reminder_is_never_sent(app: Flask, db: Session, outgoing: FakeSmtp) -> None:
    with clock.at(clock.now() - REMIND_AFTER - timedelta(days=1)):
        pledge_id, _ = kept()
    work_off(app)
    outgoing.sent.clear()
    with transaction():
        release_reminders([pledge_id])
    with transaction():
        stop_reminder(pledge_id)
        release_reminders([pledge_id])
    send_reminder(pledge_id, 1)
    assert outgoing.sent == []
