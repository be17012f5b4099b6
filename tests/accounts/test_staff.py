"""The pages about staff accounts."""

import pytest

from ngoapp.accounts.models import User
from ngoapp.accounts.queries import find_staff
from ngoapp.core import clock
from ngoapp.core.db import found
from tests.accounts.factories import PASSWORD, saved_staff, sign_in, sign_in_by_form
from tests.work import work_off


@pytest.fixture
def admin(app, db, staff_client):
    return staff_client("administrator")


def fields(**changes):
    return {"name": "Ben Ito", "email": "ben@example.org", "roles": ["finance"], **changes}


def test_somebody_invited_gets_a_link_chooses_a_password_and_is_in(app, admin, outgoing):
    assert admin.post("/staff/accounts/new", data=fields()).headers["Location"] == "/staff/accounts/"
    work_off(app)
    (mail,) = outgoing.sent
    assert mail["To"] == "ben@example.org"
    link = next(word for word in mail.get_body(("plain",)).get_content().split() if "forgotten/" in word)
    newcomer = app.test_client()
    newcomer.post(link, data={"password": PASSWORD})
    assert sign_in_by_form(newcomer, "ben@example.org") == "/staff/"
    assert newcomer.get("/staff/account").status_code == 200


def test_what_is_missing_in_an_invitation_is_said_beside_its_field(admin):
    page = admin.post("/staff/accounts/new", data={"name": "Ben Ito", "email": "ben"}).text
    assert "Enter an e-mail address in full" in page
    assert "Choose at least one role." in page
    assert "Ben Ito" in page


def test_an_address_that_has_an_account_is_not_invited_twice(admin):
    for _ in range(2):
        page = admin.post("/staff/accounts/new", data=fields(email="BEN@example.org")).text
    assert "There is an account with this e-mail address already." in page


def test_new_roles_are_saved_and_end_the_sign_in(app, db, admin):
    user = saved_staff("finance")
    browser = app.test_client()
    sign_in(browser, user)
    admin.post(f"/staff/accounts/{user.id}", data={"roles": ["editor", "auditor"]})
    assert found(User, user.id).role_names == ["auditor", "editor"]
    assert browser.get("/staff/account").status_code == 302


def test_the_last_administrator_is_told_why_the_role_stays(db, admin):
    (only,) = db.query(User).all()
    page = admin.post(f"/staff/accounts/{only.id}", data={"roles": ["editor"]}).text
    assert "This is the last administrator." in page
    answer = admin.post(f"/staff/accounts/{only.id}/close")
    assert answer.status_code == 409
    assert "This is the last administrator." in answer.text


def test_an_account_is_closed_and_opened_again_by_a_button(db, admin):
    user = saved_staff("finance")
    admin.post(f"/staff/accounts/{user.id}/close")
    assert "Open the account again" in admin.get(f"/staff/accounts/{user.id}").text
    admin.post(f"/staff/accounts/{user.id}/open")
    assert "Close the account" in admin.get(f"/staff/accounts/{user.id}").text


def test_somebody_is_signed_out_everywhere(app, db, admin):
    user = saved_staff("finance")
    browser = app.test_client()
    sign_in(browser, user)
    admin.post(f"/staff/accounts/{user.id}/sign-out")
    assert browser.get("/staff/account").status_code == 302


def test_only_known_buttons_do_anything(admin):
    assert admin.post("/staff/accounts/1/promote").status_code == 404
    assert admin.get("/staff/accounts/999").status_code == 404


def test_the_list_shows_who_has_the_second_step(db, admin):
    saved_staff("finance")
    page = admin.get("/staff/accounts/").text
    assert "Ines Okafor" in page
    assert "Two-step sign-in" in page


@pytest.mark.parametrize("role", ["finance", "packet desk", "volunteer coordinator", "editor", "auditor"])
def test_nobody_but_administrators_sees_the_accounts(staff_client, role):
    browser = staff_client(role)
    assert browser.get("/staff/accounts/").status_code == 403
    assert browser.post("/staff/accounts/1/close").status_code == 403
    assert browser.get("/staff/account").status_code == 200


def test_one_changes_ones_own_name(db, admin):
    admin.post("/staff/account", data={"name": "Ada B. Lind"})
    assert "Ada B. Lind" in admin.get("/staff/account").text


def test_one_signs_out_every_other_browser(app, db, admin):
    user = saved_staff("editor")
    here, elsewhere = app.test_client(), app.test_client()
    sign_in(here, user)
    sign_in(elsewhere, user)
    here.post("/staff/account/sign-out-elsewhere")
    assert here.get("/staff/account").status_code == 200
    assert elsewhere.get("/staff/account").status_code == 302


def test_the_password_is_asked_for_again_when_it_was_entered_long_ago(db, app, admin):
    with admin.session_transaction() as cookie:
        cookie["fs_paa"] = (clock.now()).timestamp() - 7200
    answer = admin.get("/staff/accounts/new")
    assert answer.headers["Location"] == "/staff/password/confirm?next=/staff/accounts/new"


def test_a_form_about_rights_waits_in_the_page_until_the_password_is_entered_again(db, app, admin):
    user = saved_staff("editor")
    with admin.session_transaction() as cookie:
        cookie["fs_paa"] = (clock.now()).timestamp() - 7200
    for path in ("/staff/accounts/new", f"/staff/accounts/{user.id}", f"/staff/accounts/{user.id}/close"):
        page = admin.post(path, data=fields())
        assert page.status_code == 422
        assert "/staff/password/confirm" in page.text
        assert "ben@example.org" in page.text
    assert find_staff("ben@example.org") is None
    with admin.session_transaction() as cookie:
        cookie["fs_paa"] = (clock.now()).timestamp()
    assert admin.post("/staff/accounts/new", data=fields()).headers["Location"] == "/staff/accounts/"
    assert find_staff("ben@example.org")
