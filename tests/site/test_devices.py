"""Devices are remembered for looking, and forgotten when asked."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import locked, transaction
from ngoapp.donations.models import Gift
from ngoapp.people.models import Person
from ngoapp.people.operations import change_person
from ngoapp.site.browsers import kind_of
from ngoapp.site.models import GivingDevice
from tests.site.factories import let_in


def stolen(browser: FlaskClient, app: Flask) -> FlaskClient:
    """Another browser with a copy of this one's cookie."""
    cookie = browser.get_cookie("giving")
    assert cookie
    thief = app.test_client()
    thief.set_cookie("giving", cookie.value)
    return thief


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, inside: FlaskClient) -> None:
    cookie = inside.get_cookie("giving")
    assert cookie
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    assert len(cookie.value) == 43


def test_a_device_is_known_for_three_months_after_it_was_last_used(inside: FlaskClient) -> None:
    for days in (80, 160):
        with clock.at(clock.now() + timedelta(days=days)):
            assert inside.get("/giving").status_code == 200
    with clock.at(clock.now() + timedelta(days=160 + 91)):
        assert inside.get("/giving").location == "/giving/link"


@pytest.mark.parametrize("which", ["this", "every"])
def test_a_stolen_cookie_is_good_for_nothing_once_the_device_is_forgotten(
    app: Flask, inside: FlaskClient, which: str
) -> None:
    thief = stolen(inside, app)
    assert thief.get("/giving").status_code == 200
    page = inside.post("/giving/forget", data={"which": which}, follow_redirects=True)
    assert "Forgotten" in page.text
    assert inside.get_cookie("giving") is None
    assert thief.get("/giving").location == "/giving/link"


def test_forgetting_every_device_leaves_other_donors_theirs(
    app: Flask, inside: FlaskClient, strangers_gift: Gift
) -> None:
    tablet, stranger = app.test_client(), app.test_client()
    let_in(app, tablet)
    let_in(app, stranger, "ngozi@example.org")
    inside.post("/giving/forget", data={"which": "every"})
    assert tablet.get("/giving").location == "/giving/link"
    assert stranger.get("/giving").status_code == 200


def test_a_fresh_link_gives_the_browser_a_new_secret_and_ends_the_old(
    app: Flask, inside: FlaskClient
) -> None:
    thief = stolen(inside, app)
    let_in(app, inside)
    assert inside.get("/giving").status_code == 200
    assert thief.get("/giving").location == "/giving/link"


def test_a_donor_with_another_mailbox_is_not_seen_from_the_old_one(inside: FlaskClient, gift: Gift) -> None:
    with transaction():
        person = locked(Person, gift.donor_id or 0)
        change_person(person, name=person.name, email="new@example.org", phone="")
    assert inside.get("/giving").location == "/giving/link"


def test_what_a_donor_does_is_entered_as_a_donors_doing(inside: FlaskClient, db: Session, gift: Gift) -> None:
    inside.post("/giving/forget", data={"which": "this"})
    entry = db.scalars(select(AuditEntry).where(AuditEntry.action == "giving_device.forgotten")).one()
    assert (entry.actor_kind, entry.actor_id) == ("donor", gift.donor_id)


def test_the_cookie_is_bound_to_our_host_where_the_site_is_served_safely(
    app: Flask, client: FlaskClient, gift: Gift
) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    try:
        let_in(app, client)
        cookie = client.get_cookie("__Host-giving")
        assert cookie
        assert cookie.secure
    finally:
        app.config["SESSION_COOKIE_SECURE"] = False


def listed(browser: FlaskClient) -> list[tuple[str, str]]:
    """What the page says of each device."""
    page = browser.get("/giving/devices").text
    HTMLParser(strict=True).parse(page)
    return re.findall(r"<strong>([^<]+)</strong>([^<]*)</p>", page)


def test_devices_are_told_apart_and_one_of_them_is_forgotten(app: Flask, inside: FlaskClient) -> None:
    phone = app.test_client()
    phone.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) Version/18.1 Safari/604.1"
    )
    let_in(app, phone)
    assert listed(phone) == [("Safari on an iPhone", " (this device)"), ("A browser", "")]
    other = re.search(r"/giving/devices/\d+/forget", phone.get("/giving/devices").text)
    assert other
    for _ in range(2):
        assert phone.post(other[0]).location == "/giving/devices"
    assert inside.get("/giving").location == "/giving/link"
    assert len(listed(phone)) == 1


def test_nobody_elses_device_can_be_forgotten(
    app: Flask, db: Session, inside: FlaskClient, strangers_gift: Gift
) -> None:
    stranger = app.test_client()
    let_in(app, stranger, "ngozi@example.org")
    device = db.scalars(select(GivingDevice).where(GivingDevice.mailbox == "ngozi@example.org")).one()
    assert inside.post(f"/giving/devices/{device.id}/forget").status_code == 404
    assert len(listed(inside)) == 1
    assert stranger.get("/giving").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_people_know_it(user_agent: str, words: str) -> None:
    assert kind_of(user_agent) == words
