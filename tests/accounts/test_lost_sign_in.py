"""A form that lay open while the sign-in ended: what was typed arrives all the same."""

import re

import pytest

from tests.accounts.factories import PASSWORD, saved_staff

HERE = {"Sec-Fetch-Site": "same-origin"}
EMAIL = "ines@example.org"


@pytest.fixture
def browser(app):
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        saved_staff("finance", email=EMAIL, password=PASSWORD)
    yield app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False


def seal(page):
    found = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', page)
    assert found
    return found[1]


def sign_in(browser):
    token = seal(browser.get("/staff/sign-in").text)
    data = {"email": EMAIL, "password": PASSWORD, "csrf_token": token}
    assert browser.post("/staff/sign-in", data=data).status_code == 302


def test_what_was_typed_is_sent_after_signing_in_anew(browser):
    sign_in(browser)
    form = {"name": "Ines B. Okafor", "csrf_token": seal(browser.get("/staff/account").text)}
    browser.post("/staff/sign-out", data={"csrf_token": form["csrf_token"]})

    stale = browser.post("/staff/account", data=form, headers=HERE)
    assert stale.status_code == 422
    assert "Ines B. Okafor" in stale.text

    again = browser.post("/staff/account", data={**form, "csrf_token": seal(stale.text)}, headers=HERE)
    assert again.status_code == 422
    assert "Ines B. Okafor" in again.text
    assert "/staff/sign-in" in again.text

    sign_in(browser)
    last = browser.post("/staff/account", data={**form, "csrf_token": seal(again.text)}, headers=HERE)
    assert last.location == "/staff/account"
    assert "Ines B. Okafor" in browser.get("/staff/account").text


def test_a_foreign_page_cannot_sign_anybody_out(browser):
    sign_in(browser)
    assert browser.post("/staff/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert browser.get("/staff/account").status_code == 200
