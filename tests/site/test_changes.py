"""What donors change themselves: address, thanks and mail, after a fresh link only."""

from datetime import timedelta

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.jobs import draft
from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.acknowledgments.operations import publish
from ngoapp.acknowledgments.queries import to_approve
from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import found, transaction
from ngoapp.donations.models import Gift
from ngoapp.donations.naming import CONSENT
from ngoapp.people.models import Address, Consent, Person
from tests.acknowledgments.factories import make_agreed_gift, make_published
from tests.people.factories import HOME
from tests.site.factories import let_in

NAME = "Jack and Elizabeth Lewis"
NAMED = {"thanks": "named", "recognition_name": NAME}
PRIVATELY = {"thanks": "not-named", "recognition_name": NAME}


@pytest.fixture
def published(gift: Gift) -> Acknowledgment:
    """Thanks to the donor that everybody sees."""
    with transaction():
        return make_published(NAME)


def forms(gift: Gift) -> list[str]:
    """The addresses of everything that wants a fresh link."""
    person, given = f"/giving/people/{gift.donor_id}", f"/giving/gifts/{gift.id}"
    pages = [f"{person}/address", f"{person}/mail", f"{person}/thanks", f"{given}/thanks"]
    return [*pages, "/giving/everything", "/giving/everything.json"]


def test_what_changes_something_wants_a_link_of_the_last_half_hour(
    app: Flask, inside: FlaskClient, gift: Gift
) -> None:
    with clock.at(clock.now() + timedelta(minutes=31)):
        wanted = [f"/giving/fresh?then={path}" for path in forms(gift)]
        assert [inside.get(path).location for path in forms(gift)] == wanted
        assert inside.get("/giving").status_code == 200
        let_in(app, inside)
        assert {inside.get(path).status_code for path in forms(gift)} == {200}


def test_a_form_that_was_opened_in_time_is_taken_within_the_hour_and_not_later(
    inside: FlaskClient, db: Session, gift: Gift
) -> None:
    path = f"/giving/people/{gift.donor_id}/address"
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert inside.post(path, data=HOME).location == f"/giving/fresh?then={path}"
    assert found(Person, gift.donor_id or 0).address is None
    db.expire_all()
    with clock.at(clock.now() + timedelta(minutes=59)):
        assert inside.post(path, data=HOME).location == "/giving"
    assert found(Person, gift.donor_id or 0).address is not None


def test_nobody_elses_gift_or_person_can_be_changed(inside: FlaskClient, strangers_gift: Gift) -> None:
    for path in forms(strangers_gift)[:4]:
        assert inside.get(path).status_code == 404
        assert inside.post(path, data={**HOME, **NAMED}).status_code == 404


def test_every_form_is_valid_and_kept_by_nobody(inside: FlaskClient, gift: Gift) -> None:
    for path in forms(gift)[:5]:
        page = inside.get(path)
        html5lib.HTMLParser(strict=True).parse(page.text)
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.text


def test_a_new_address_ends_the_old_one_and_is_entered_as_the_donors_doing(
    inside: FlaskClient, db: Session, gift: Gift
) -> None:
    path = f"/giving/people/{gift.donor_id}/address"
    inside.post(path, data=HOME)
    inside.post(path, data=HOME)
    inside.post(path, data={**HOME, "street_address": "7 Elm St"})
    addresses = db.scalars(select(Address).order_by(Address.id)).all()
    kept = [(address.street_address, address.ended_at is None) for address in addresses]
    assert kept == [("120 Lake St W", False), ("7 Elm St", True)]
    entries = db.scalars(select(AuditEntry).where(AuditEntry.action == "person.address_changed")).all()
    assert [(entry.actor_kind, entry.actor_id) for entry in entries] == [("donor", gift.donor_id)] * 2


def test_an_address_with_a_part_missing_is_not_taken(inside: FlaskClient, gift: Gift) -> None:
    path = f"/giving/people/{gift.donor_id}/address"
    assert "data-error-summary" in inside.post(path, data={**HOME, "city": ""}).text
    assert found(Person, gift.donor_id or 0).address is None


def test_a_name_that_is_taken_back_is_gone_from_every_page_at_once(
    inside: FlaskClient, client: FlaskClient, published: Acknowledgment
) -> None:
    assert f"recent donors, {NAME}" in client.get("/").text
    path = f"/giving/gifts/{published.gift_id}/thanks"
    assert [inside.post(path, data=PRIVATELY).status_code for _ in range(2)] == [303, 303]
    assert [page for page in ("/", "/news/", "/contact") if NAME in client.get(page).text] == []
    assert found(Gift, published.gift_id).anonymous


def test_other_words_are_read_over_before_they_are_shown(
    inside: FlaskClient, client: FlaskClient, published: Acknowledgment
) -> None:
    path = f"/giving/gifts/{published.gift_id}/thanks"
    inside.post(path, data={**NAMED, "recognition_name": "The Lewis  Family"})
    assert "Lewis" not in client.get("/").text.partition("Many thanks")[2]
    assert [it.recognition_name for it in to_approve()] == ["The Lewis Family"]
    assert "once we have read it over" in inside.get("/giving").text


def test_the_same_words_again_leave_the_name_where_it_is(
    inside: FlaskClient, client: FlaskClient, published: Acknowledgment
) -> None:
    inside.post(f"/giving/gifts/{published.gift_id}/thanks", data=NAMED)
    assert f"recent donors, {NAME}" in client.get("/").text


def test_a_donor_can_agree_anew_and_the_wording_is_kept(
    inside: FlaskClient, db: Session, client: FlaskClient, published: Acknowledgment
) -> None:
    path = f"/giving/gifts/{published.gift_id}/thanks"
    for data in (PRIVATELY, NAMED):
        inside.post(path, data=data)
    db.rollback()
    with transaction():
        publish(published.id)
    assert f"recent donors, {NAME}" in client.get("/").text
    gift = found(Gift, published.gift_id)
    assert (gift.consent_wording, gift.consent_source) == (CONSENT, "donor's own page")


def test_a_gift_without_a_name_can_get_one(inside: FlaskClient, gift: Gift) -> None:
    path = f"/giving/gifts/{gift.id}/thanks"
    assert "Enter your name" in inside.post(path, data={**NAMED, "recognition_name": ""}).text
    assert inside.post(path, data=NAMED).status_code == 303
    assert [it.gift_id for it in to_approve()] == [gift.id]


def test_a_name_taken_back_before_it_was_put_forward_is_not_put_forward(
    inside: FlaskClient, gift: Gift
) -> None:
    with transaction():
        agreed = make_agreed_gift(NAME)
    inside.post(f"/giving/gifts/{agreed.id}/thanks", data=PRIVATELY)
    draft(agreed.id)
    assert to_approve() == []


def test_mail_is_agreed_to_in_our_words_and_taken_back(inside: FlaskClient, db: Session, gift: Gift) -> None:
    path = f"/giving/people/{gift.donor_id}/mail"
    for purposes in (["newsletter"], ["newsletter"], ["newsletter", "appeals"], ["appeals"]):
        assert inside.post(path, data={"purposes": purposes}).status_code == 303
    consents = db.scalars(select(Consent).order_by(Consent.id)).all()
    assert [(it.purpose, it.withdrawn_at is None) for it in consents] == [
        ("newsletter", False),
        ("appeals", True),
    ]
    assert {it.source for it in consents} == {"donor's own page"}
    assert "few times a year" in consents[0].wording
    assert inside.get(path).text.count(" checked") == 1


def test_a_purpose_that_does_not_exist_is_refused(inside: FlaskClient, db: Session, gift: Gift) -> None:
    inside.post(f"/giving/people/{gift.donor_id}/mail", data={"purposes": ["everything"]})
    assert db.scalars(select(Consent)).all() == []
