"""Forgotten, chosen and changed passwords."""

from datetime import timedelta

import pytest

from ngoapp.accounts.jobs import send_password_link
from ngoapp.accounts.links import instant, password_link
from ngoapp.accounts.models import User
from ngoapp.accounts.operations import deactivate
from ngoapp.accounts.passwords import easy_to_guess
from ngoapp.core import clock, outbox
from ngoapp.core.db import found, locked, transaction
from tests.accounts.factories import PASSWORD, saved_staff, sign_in, sign_in_by_form
from tests.work import work_off

EMAIL = "ines@example.org"
FORGOTTEN = "/staff/password/forgotten"
NEW = "quiet lamps on the pier"


@pytest.fixture
def user(app):
    with app.app_context():
        yield saved_staff("finance", email=EMAIL, password=PASSWORD)


def link_in(mail):
    return next(word for word in mail.get_body(("plain",)).get_content().split() if FORGOTTEN in word)


def link_for(app, client, outgoing):
    client.post(FORGOTTEN, data={"email": EMAIL})
    work_off(app)
    return link_in(outgoing.sent[-1])


def test_a_link_from_the_mail_sets_a_new_password_once(app, client, user, outgoing):
    link = link_for(app, client, outgoing)
    assert client.get(link).status_code == 200
    client.post(link, data={"password": NEW})
    assert sign_in_by_form(client, EMAIL, NEW) == "/staff/"
    assert app.test_client().get(link).headers["Location"] == FORGOTTEN


def test_a_new_password_by_a_link_ends_every_sign_in_and_is_announced(app, client, user, outgoing):
    signed_in = app.test_client()
    sign_in(signed_in, user)
    client.post(link_for(app, client, outgoing), data={"password": NEW})
    assert signed_in.get("/staff/account").status_code == 302
    work_off(app)
    assert outgoing.sent[-1]["Subject"] == "Your password was changed"


def test_a_link_is_good_for_a_day(app, client, user, outgoing):
    link = link_for(app, client, outgoing)
    with clock.at(clock.now() + timedelta(hours=23)):
        assert client.get(link).status_code == 200
    with clock.at(clock.now() + timedelta(hours=25)):
        assert client.get(link).headers["Location"] == FORGOTTEN


def test_a_link_dies_when_the_account_is_closed(app, client, user, outgoing):
    link = link_for(app, client, outgoing)
    with transaction():
        saved_twin = locked(User, user.id)
        deactivate(saved_twin)
    assert client.get(link).headers["Location"] == FORGOTTEN


def test_no_letter_goes_to_an_account_that_was_closed_meanwhile(app, client, user, outgoing):
    client.post(FORGOTTEN, data={"email": EMAIL})
    with transaction():
        deactivate(locked(User, user.id))
    work_off(app)
    assert outgoing.sent == []
    assert outbox.dead_count() == 0


def test_the_page_of_a_link_is_not_kept_and_its_address_not_handed_on(app, client, user, outgoing):
    headers = client.get(link_for(app, client, outgoing)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_link_that_was_tampered_with_leads_to_asking_for_another(client, user):
    assert client.get(f"{FORGOTTEN}/nonsense").headers["Location"] == FORGOTTEN


def test_known_and_unknown_addresses_get_the_same_answer(app, client, user, outgoing):
    pages = [client.post(FORGOTTEN, data={"email": email}).text for email in (EMAIL, "nobody@example.org")]
    assert pages[0].replace(EMAIL, "") == pages[1].replace("nobody@example.org", "")
    work_off(app)
    assert [mail["To"] for mail in outgoing.sent] == [EMAIL]


def test_asking_twice_in_a_row_sends_one_mail(app, client, user, outgoing):
    with clock.at(instant(1_800_000_000)):
        for _ in range(2):
            client.post(FORGOTTEN, data={"email": EMAIL})
        work_off(app)
    assert len(outgoing.sent) == 1


def test_the_outbox_holds_ids_only_and_a_repeat_is_the_same_letter(app, client, user, outgoing):
    link_for(app, client, outgoing)
    row = found(outbox.OutboxRow, 1)
    assert set(row.refs) == {"user_id", "asked_at"}
    send_password_link(**row.refs)
    first, second = (mail.as_bytes() for mail in outgoing.sent)
    assert first == second


def test_a_link_leads_to_the_page_that_takes_it(app, user):
    adapter = app.url_map.bind("localhost")
    endpoint, _values = adapter.match(password_link(user, clock.now()))
    assert endpoint == "security.reset_password"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "at least 12 characters"),
        ("password1234", "one of the first"),
        ("aaaaaaaaaaaa", "one of the first"),
        ("Ines.Okafor!2026", "one of the first"),
    ],
)
def test_passwords_that_anybody_would_try_are_not_taken(client, user, password, sentence):
    sign_in(client, user)
    page = client.post("/staff/password/change", data={"password": PASSWORD, "new_password": password}).text
    assert sentence in page


@pytest.mark.parametrize("password", ["three unrelated herons", "ярко-синий трамвай", "x9$Kq!v2#Lm7"])
def test_long_passwords_of_ones_own_are_taken(password):
    assert not easy_to_guess(password)


def test_changing_the_password_takes_the_present_one(client, user):
    sign_in(client, user)
    page = client.post("/staff/password/change", data={"password": "not it at all", "new_password": NEW}).text
    assert "not your present password" in page
    assert sign_in_by_form(client.application.test_client(), EMAIL) == "/staff/"
