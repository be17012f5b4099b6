"""Going on by mail: the mailbox is the proof, nobody's mailbox is filled up, and the link is good for one donation."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ngoapp.core.db import transaction
from ngoapp.donations.attempts.links import FROM_HERE, TO_MAILBOX, UNPROVEN
from ngoapp.donations.links import seal
from ngoapp.donations.models import Donation
from tests.donations.attempts.crowd import Visitor, address, after, tell
from tests.fakes import FakeSmtp, FakeStripe
from tests.work import work_off

DONOR = "ruth@example.org"


def ask(visitor: Visitor, **changes: str) -> TestResponse:
    """Press “Send me the link”."""
    return visitor.send(**{"email": DONOR, "way": "link", **changes})


def link_of(app: Flask, outgoing: FakeSmtp) -> str:
    """Where the newest mail leads."""
    work_off(app, only="donations.send_link")
    body = outgoing.sent[-1].get_body(("plain",))
    assert body
    found = re.search(r"http://localhost(/donate/continue/\S+)", body.get_content())
    assert found
    return found[1]


def test_the_link_leads_to_the_payment_page_and_a_second_press_to_the_same(
    app: Flask, client: FlaskClient, visitor: Visitor, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    assert ask(visitor, donor_name="Ruth Berg").location == "/donate/continue/sent"
    assert not bank.pages
    path = link_of(app, outgoing)
    page = client.get(path)
    assert "$50.00 from Ruth Berg" in page.text
    assert not bank.pages, "a mail program that looks at the link opens nothing"
    first, second = client.post(path), client.post(path)
    assert first.location == second.location == "https://checkout.test/cs_test_1"
    bank.pay("cs_test_1")


def test_the_mail_tells_no_more_than_it_must(app: Flask, visitor: Visitor, outgoing: FakeSmtp) -> None:
    ask(visitor, message="For my sister’s illness")
    link_of(app, outgoing)
    [mail] = outgoing.sent
    assert mail["Subject"] == "Your gift to NSN: one press is left"
    assert "illness" not in mail.as_string()


def test_the_same_form_sent_twice_is_one_mail(
    app: Flask, db: Session, visitor: Visitor, outgoing: FakeSmtp
) -> None:
    ask(visitor)
    visitor.client.post("/donate", data=visitor.fields)
    link_of(app, outgoing)
    assert len(outgoing.sent) == 1
    db.rollback()
    assert len(db.scalars(select(Donation)).all()) == 1


def test_one_mailbox_and_one_connection_get_a_few_links_an_hour(app: Flask, visitor: Visitor) -> None:
    with after(0):
        for number in range(TO_MAILBOX):
            visitor.address = address(number)
            assert ask(visitor).status_code == 303
        visitor.address = address(99)
        assert "We cannot send another link" in ask(visitor).text
        visitor.address = address(100)
        for number in range(FROM_HERE):
            assert ask(visitor, email=f"d{number}@example.org").status_code == 303
        refused = ask(visitor, email="one.more@example.org")
        assert "one.more@example.org" in refused.text
        assert refused.status_code == 200
    with after(3700):
        assert ask(visitor).status_code == 303


def test_machines_cannot_have_us_write_to_everybody(app: Flask, visitor: Visitor) -> None:
    with after(0):
        for number in range(UNPROVEN + 5):
            visitor.address = address(number)
            answer = ask(visitor, email=f"d{number}@example.org")
    assert answer.status_code == 200


def test_a_link_that_was_not_mailed_leads_nowhere(client: FlaskClient, visitor: Visitor, db: Session) -> None:
    visitor.send()
    with transaction():
        token = seal(db.scalars(select(Donation)).one())
    assert client.get(f"/donate/thanks/{token}").status_code == 200
    assert client.get(f"/donate/continue/{token}").status_code == 404
    assert client.get("/donate/continue/nothing").status_code == 404


def test_a_paid_donation_says_thank_you_instead(
    app: Flask, client: FlaskClient, visitor: Visitor, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    ask(visitor)
    path = link_of(app, outgoing)
    tell(bank, f"pay {client.post(path).location.rpartition('/')[2]}")
    assert client.get(path).location.startswith("/donate/thanks/")
    assert client.post(path).location.startswith("/donate/thanks/")


@pytest.mark.parametrize("way", ["", "link", "mail"])
def test_a_form_that_is_not_right_is_shown_again_whatever_the_way(visitor: Visitor, way: str) -> None:
    page = visitor.send(donor_name="", way=way)
    assert "Please look at these again" in page.text
