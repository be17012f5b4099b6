"""Who advised a fund, on a page of their own: they say for each of its gifts how they are thanked."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.acknowledgments.operations import publish
from ngoapp.core.db import transaction
from ngoapp.donations.gifts import release_gift
from ngoapp.donations.models import Gift
from ngoapp.people.operations import change_person
from tests.donations.factories import make_advised
from tests.organisation.factories import make_organisation
from tests.site.factories import let_in
from tests.work import work_off

FUND, NAME = "grants@fidelity.example", "Ruth of Bemidji"
NAMED = {"thanks": "named", "recognition_name": NAME}


@pytest.fixture
def advised(db: Session) -> Gift:
    """A released gift of a fund that has a mailbox of its own, on somebody's advice."""
    with transaction():
        make_organisation()
        gift = release_gift(make_advised().id)
        assert gift.donor
        change_person(gift.donor, name=gift.donor.name, email=FUND, phone="")
    return gift


@pytest.fixture
def adviser(app: Flask, client: FlaskClient, advised: Gift) -> FlaskClient:
    """The adviser's browser."""
    assert advised.adviser
    let_in(app, client, advised.adviser.email or "")
    return client


def test_an_adviser_chooses_for_a_gift_how_they_are_thanked_and_takes_it_back(
    db: Session, adviser: FlaskClient, advised: Gift
) -> None:
    path = f"/giving/gifts/{advised.id}/thanks"
    assert path in adviser.get("/giving").text
    asked = adviser.get(path).text
    HTMLParser(strict=True).parse(asked)
    assert 'value="Ruth Berg"' in asked
    shown = adviser.post(path, data=NAMED, follow_redirects=True).text
    HTMLParser(strict=True).parse(shown)
    assert f"To be thanked as “{NAME}”" in shown
    with transaction():
        publish(db.scalars(select(Acknowledgment.id)).one())
    assert f"Thanked as “{NAME}”" in adviser.get("/giving").text
    assert NAME in adviser.get("/").text
    told = json.loads(adviser.get("/giving/everything.json").data)
    assert [row["recognition_name"] for row in told["public_thanks"]] == [NAME]
    assert [row["recognition_name"] for row in told["consents_to_be_named"]] == [NAME]
    adviser.post(path, data=NAMED | {"thanks": "not-named"})
    assert NAME not in adviser.get("/").text
    assert "Not named in public" in adviser.get("/giving").text


def test_the_fund_does_not_choose_how_its_adviser_is_thanked(
    app: Flask, client: FlaskClient, advised: Gift
) -> None:
    let_in(app, client, FUND)
    path = f"/giving/gifts/{advised.id}/thanks"
    assert path not in client.get("/giving").text
    assert (client.get(path).status_code, client.post(path, data=NAMED).status_code) == (404, 404)


def test_the_fund_reads_neither_how_its_adviser_is_thanked_nor_their_letter(
    app: Flask, client: FlaskClient, adviser: FlaskClient, advised: Gift
) -> None:
    work_off(app)
    adviser.post(f"/giving/gifts/{advised.id}/thanks", data=NAMED)
    assert NAME in adviser.get("/giving/everything.json").text
    let_in(app, client, FUND)
    page = client.get("/giving").text
    HTMLParser(strict=True).parse(page)
    assert "The letter went to whoever advised it" in page
    assert NAME not in page
    assert "/giving/receipts/" not in page
    told = json.loads(client.get("/giving/everything.json").data)
    assert NAME not in json.dumps(told, ensure_ascii=False)
    assert [gift["amount_minor"] for gift in told["gifts"]] == [advised.amount.minor]


def test_a_gift_that_staff_have_not_released_is_not_to_be_named_for(
    app: Flask, db: Session, client: FlaskClient
) -> None:
    with transaction():
        make_organisation()
        waiting = make_advised()
    assert waiting.adviser
    let_in(app, client, waiting.adviser.email or "")
    assert client.get(f"/giving/gifts/{waiting.id}/thanks").status_code == 404
