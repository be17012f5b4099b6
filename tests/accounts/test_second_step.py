"""Codes from an authenticator app and from paper: each opens once."""

from datetime import timedelta

import pytest
from passlib.totp import TOTP

from ngoapp.accounts.models import User
from ngoapp.core import clock
from ngoapp.core.db import found, locked, transaction
from tests.accounts.factories import PASSWORD, saved_staff, sign_in, sign_in_by_form

EMAIL = "ines@example.org"
CODE = "/staff/sign-in/code"


@pytest.fixture
def user(app):
    with app.app_context():
        yield saved_staff("finance", email=EMAIL, password=PASSWORD)


@pytest.fixture
def totp(app, user):
    """Two-step sign-in is on; makes codes as the telephone does."""
    factory = app.extensions["security"].totp_factory
    with transaction():
        row = locked(User, user.id)
        row.tf_primary_method, row.tf_totp_secret = "authenticator", factory.generate_totp_secret()
    return lambda: factory.generate_totp_password(found(User, user.id).tf_totp_secret)


def lets_in(client):
    return client.get("/staff/account").status_code == 200


def test_with_an_authenticator_the_password_alone_lets_nobody_in(client, user, totp):
    assert sign_in_by_form(client, EMAIL).startswith(CODE)
    assert not lets_in(client)


def test_password_and_code_let_one_in(client, user, totp):
    sign_in_by_form(client, EMAIL)
    assert client.post(CODE, data={"code": totp()}).headers["Location"] == "/staff/"
    assert lets_in(client)


def test_a_code_that_was_used_opens_nothing(app, client, user, totp):
    code = totp()
    for browser, opens in ((client, True), (app.test_client(), False)):
        sign_in_by_form(browser, EMAIL)
        browser.post(CODE, data={"code": code})
        assert lets_in(browser) is opens


def test_a_code_needs_the_password_first(client, user, totp):
    client.post(CODE, data={"code": totp()})
    assert not lets_in(client)


def test_guessing_codes_is_stopped_whatever_the_address(app, user, totp):
    for number in range(10):
        guesser = app.test_client()
        sign_in_by_form(guesser, EMAIL)
        address = {"REMOTE_ADDR": f"203.0.113.{number}"}
        guesser.post(CODE, data={"code": f"00000{number}"}, environ_base=address)
    last = app.test_client()
    sign_in_by_form(last, EMAIL)
    assert "many tries" in last.post(CODE, data={"code": totp()}).text
    assert not lets_in(last)


def test_an_authenticator_is_set_up_with_a_first_code(client, user):
    sign_in_by_form(client, EMAIL)
    page = client.post("/staff/two-step", data={"setup": "authenticator"}).text
    key = page.split('<code class="secret">')[1].split("<")[0]
    action = page.split('action="/staff/two-step/')[1].split('"')[0]
    code = TOTP(key=key.replace("-", "").replace(" ", "")).generate().token
    client.post(f"/staff/two-step/{action}", data={"code": code})
    assert found(User, user.id).has_authenticator
    other = client.application.test_client()
    assert sign_in_by_form(other, EMAIL).startswith(CODE)


def test_a_first_code_that_is_mistyped_can_be_typed_again_for_the_same_key(client, user):
    sign_in_by_form(client, EMAIL)
    page = client.post("/staff/two-step", data={"setup": "authenticator"}).text
    key = page.split('<code class="secret">')[1].split("<")[0]
    check = "/staff/two-step/" + page.split('action="/staff/two-step/')[1].split('"')[0]
    again = client.post(check, data={"code": "000000"}).text
    assert key in again
    assert check in again
    assert "aria-invalid" in again
    code = TOTP(key=key.replace("-", "").replace(" ", "")).generate().token
    client.post(check, data={"code": code})
    assert found(User, user.id).has_authenticator


def test_an_authenticator_is_turned_off_by_a_button(client, user, totp):
    sign_in(client, user)
    client.post("/staff/two-step", data={"setup": "disable"})
    assert not found(User, user.id).has_authenticator


def test_setting_up_asks_for_the_password_when_it_was_entered_long_ago(client, user):
    sign_in(client, user)
    with client.session_transaction() as cookie:
        cookie["fs_paa"] = (clock.now() - timedelta(hours=2)).timestamp()
    assert "/staff/password/confirm" in client.get("/staff/two-step").headers["Location"]
    client.post("/staff/password/confirm", data={"password": PASSWORD})
    assert client.get("/staff/two-step").status_code == 200


def recovery_codes(app, user):
    client = app.test_client()
    sign_in(client, user)
    page = client.post("/staff/two-step/recovery-codes", data={"generate_new_codes": "1"}).text
    return [item.split("<")[0] for item in page.split("<li>")[1:]]


def test_a_recovery_code_lets_one_in_once_however_it_is_typed(app, user, totp):
    codes = recovery_codes(app, user)
    assert len(codes) == 8
    for typed, opens in ((codes[0].upper().replace("-", " "), True), (codes[0], False), (codes[1], True)):
        browser = app.test_client()
        sign_in_by_form(browser, EMAIL)
        browser.post("/staff/sign-in/recovery-code", data={"code": typed})
        assert lets_in(browser) is opens


def test_recovery_codes_are_shown_once_and_kept_as_hashes(app, client, user, totp):
    codes = recovery_codes(app, user)
    sign_in(client, user)
    page = client.get("/staff/two-step/recovery-codes?show_codes=1").text
    kept = repr(found(User, user.id).mf_recovery_codes)
    assert not any(code in page or code in kept for code in codes)
