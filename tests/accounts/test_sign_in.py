"""Signing in and out, and that an old cookie is worth nothing."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from ngoapp.accounts.browser import TOKEN
from ngoapp.accounts.models import StaffSession
from ngoapp.accounts.operations import change_roles, deactivate, end_sessions
from ngoapp.core import clock
from ngoapp.core.db import found, session, transaction
from tests.accounts.factories import PASSWORD, saved_staff, sign_in, sign_in_by_form

EMAIL = "Ines.Okafor@example.org"
PAGE = "/staff/password/change"


@pytest.fixture
def user(app):
    with app.app_context():
        yield saved_staff("finance", email=EMAIL, password=PASSWORD)


def cookie_of(client):
    cookie = client.get_cookie("ngoapp")
    assert cookie
    return cookie.value


def replay(app, cookie):
    """Another browser that holds the same cookie."""
    thief = app.test_client()
    thief.set_cookie("ngoapp", cookie)
    return thief


def lets_in(client):
    return client.get(PAGE).status_code == 200


def test_who_knows_the_password_is_signed_in_and_led_on(client, user):
    assert sign_in_by_form(client, EMAIL) == "/staff/"
    assert lets_in(client)


def test_the_address_may_be_typed_in_any_case(client, user):
    assert sign_in_by_form(client, "ines.OKAFOR@example.org") == "/staff/"


def test_after_signing_in_one_is_where_one_wanted_to_go(client, user):
    assert sign_in_by_form(client, EMAIL, next="/staff/donations/?page=2") == "/staff/donations/?page=2"


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_to_another_site(client, user, elsewhere):
    assert urlsplit(sign_in_by_form(client, EMAIL, next=elsewhere)).netloc == ""


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, user):
    pages = [
        client.post("/staff/sign-in", data={"email": email, "password": "not the password"}).text
        for email in (EMAIL, "nobody@example.org")
    ]
    assert "do not fit together" in pages[0]
    assert pages[0].replace(EMAIL, "") == pages[1].replace("nobody@example.org", "")


def test_a_password_without_end_gets_a_sentence_for_known_and_unknown_addresses(client, user):
    for email in (EMAIL, "nobody@example.org"):
        answer = client.post("/staff/sign-in", data={"email": email, "password": "x" * 5000})
        assert answer.status_code == 200
    client.post("/staff/sign-in", data={"email": EMAIL, "password": PASSWORD})
    for field in ("password", "new_password"):
        typed = {"password": PASSWORD, "new_password": PASSWORD, field: "x" * 5000}
        assert client.post(PAGE, data=typed).status_code == 200


def test_a_closed_account_cannot_sign_in(client, user):
    with transaction():
        saved = found(type(user), user.id)
        saved.active = False
    sign_in_by_form(client, EMAIL)
    assert not lets_in(client)


def test_signing_in_changes_the_secret_in_the_cookie_and_ends_the_sign_in_before(app, client, user):
    with app.app_context():
        before = sign_in(client, user)
    old = cookie_of(client)
    client.post("/staff/sign-out")
    sign_in_by_form(client, EMAIL)
    with client.session_transaction() as cookie:
        assert cookie[TOKEN] != before
    assert not lets_in(replay(app, old))


def test_a_cookie_from_before_signing_out_is_dead(app, client, user):
    sign_in_by_form(client, EMAIL)
    old = cookie_of(client)
    client.post("/staff/sign-out")
    assert not lets_in(client)
    assert not lets_in(replay(app, old))


def test_signing_out_takes_a_press_of_a_button(client, user):
    sign_in_by_form(client, EMAIL)
    assert client.get("/staff/sign-out").status_code == 405
    assert lets_in(client)


@pytest.mark.parametrize(
    "change",
    [lambda user: change_roles(user, ["auditor"]), deactivate, end_sessions],
    ids=["roles changed", "closed", "ended by an administrator"],
)
def test_a_change_of_rights_ends_every_sign_in(app, client, user, change):
    sign_in_by_form(client, EMAIL)
    with transaction():
        change(found(type(user), user.id))
    assert not lets_in(client)


def test_a_new_password_ends_the_other_sign_ins_and_keeps_this_one(app, client, user):
    other = app.test_client()
    sign_in_by_form(other, EMAIL)
    sign_in_by_form(client, EMAIL)
    old = cookie_of(client)
    new = "quiet lamps on the pier"
    client.post(PAGE, data={"password": PASSWORD, "new_password": new})
    assert lets_in(client)
    assert not lets_in(other)
    assert not lets_in(replay(app, old))
    assert sign_in_by_form(app.test_client(), EMAIL, new) == "/staff/"


def test_a_sign_in_that_nobody_used_for_twelve_hours_has_ended(client, user):
    sign_in_by_form(client, EMAIL)
    with clock.at(clock.now() + timedelta(hours=11)):
        assert lets_in(client)
    with clock.at(clock.now() + timedelta(hours=22)):
        assert lets_in(client)
    with clock.at(clock.now() + timedelta(hours=35)):
        assert not lets_in(client)


def test_a_sign_in_ends_after_two_weeks_however_busy(client, user):
    sign_in_by_form(client, EMAIL)
    start = clock.now()
    for hours in range(10, 14 * 24, 10):
        with clock.at(start + timedelta(hours=hours)):
            assert lets_in(client)
    with clock.at(start + timedelta(days=14, minutes=1)):
        assert not lets_in(client)


def test_the_database_keeps_a_hash_of_the_secret_only(client, user):
    sign_in_by_form(client, EMAIL)
    with client.session_transaction() as cookie:
        token = cookie[TOKEN]
    row = session.query(StaffSession).one()
    assert token not in {row.token_hash, str(row.id)}


def test_too_many_wrong_passwords_make_everybody_here_wait_a_little(client, user):
    for _ in range(10):
        sign_in_by_form(client, EMAIL, "not the password")
    assert sign_in_by_form(client, EMAIL) == ""
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert sign_in_by_form(client, EMAIL) == "/staff/"


def test_wrong_passwords_from_elsewhere_do_not_lock_somebody_out(app, client, user):
    for _ in range(12):
        app.test_client().post(
            "/staff/sign-in",
            data={"email": EMAIL, "password": "not the password"},
            environ_base={"REMOTE_ADDR": "203.0.113.9"},
        )
    assert sign_in_by_form(client, EMAIL) == "/staff/"


def test_a_wrong_password_now_and_then_is_forgotten_once_it_fits(client, user):
    for _ in range(3):
        for _ in range(9):
            sign_in_by_form(client, EMAIL, "not the password")
        assert sign_in_by_form(client, EMAIL) == "/staff/"
        client.post("/staff/sign-out")
