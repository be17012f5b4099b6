"""Setting the organisation up, and keeping its profile."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.accounts.queries import find_staff
from ngoapp.core.db import transaction
from ngoapp.desk.first_run import set_up_code
from ngoapp.donations.queries import open_funds
from ngoapp.organisation.colours import contrast, lightened
from ngoapp.organisation.queries import find_organisation, our_organisation
from tests.accounts.fixtures import StaffClient
from tests.organisation.factories import PROFILE, make_organisation

ADMINISTRATOR = {
    "admin_name": "Ines Okafor",
    "admin_email": "ines@example.org",
    "admin_password": "three unrelated herons",
}


@pytest.fixture
def code(app: Flask) -> str:
    return set_up_code(app.config["SECRET_KEY"])


def test_every_page_leads_to_set_up_until_it_is_done(client: FlaskClient) -> None:
    for path in ("/", "/donate", "/staff/", "/news/"):
        assert client.get(path).location == "/set-up"
    assert client.get("/set-up").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_the_code_from_the_console_sets_the_organisation_up_once(
    db: Session, client: FlaskClient, code: str
) -> None:
    answer = client.post("/set-up", data={**PROFILE, **ADMINISTRATOR, "code": code})
    assert answer.location == "/staff/sign-in"
    ours, administrator = find_organisation(), find_staff("ines@example.org")
    assert ours is not None
    assert ours.public_name == "Northern Scleroderma Network"
    assert administrator is not None
    assert administrator.may("staff:manage")
    assert "Where it is needed most" in [fund.name for fund in open_funds()]
    assert client.get("/set-up").status_code == 404
    assert client.post("/set-up", data={**PROFILE, **ADMINISTRATOR, "code": code}).status_code == 404


def test_without_the_code_nothing_is_set_up_and_nothing_typed_is_lost(
    db: Session, client: FlaskClient
) -> None:
    page = client.post("/set-up", data={**PROFILE, **ADMINISTRATOR, "code": "guess"}).text
    assert "This is not the code" in page
    assert 'value="Northern Scleroderma Network"' in page
    assert "three unrelated herons" not in page
    assert find_organisation() is None
    assert find_staff("ines@example.org") is None


def test_bad_input_gets_a_sentence_beside_its_field(client: FlaskClient, code: str) -> None:
    bad = {"short_name": "x" * 23, "admin_password": "short", "email": "nobody"}
    page = client.post("/set-up", data={**PROFILE, **ADMINISTRATOR, "code": code, **bad}).text
    for sentence in ("at most 22 characters", "at least 12 characters", "e-mail address in full"):
        assert sentence in page


@pytest.mark.parametrize("password", ["passwordpassword", "x" * 5000])
def test_the_first_administrator_needs_a_good_password_too(
    db: Session, client: FlaskClient, code: str, password: str
) -> None:
    client.post("/set-up", data={**PROFILE, **ADMINISTRATOR, "code": code, "admin_password": password})
    assert find_organisation() is None


def test_the_first_administrator_signs_in_however_the_password_is_composed(
    db: Session, client: FlaskClient, code: str
) -> None:
    password = {"admin_password": "\ufb01ve \uff55nrelated he\u0301rons"}
    client.post("/set-up", data={**PROFILE, **ADMINISTRATOR, "code": code, **password})
    tried = {"email": "ines@example.org", "password": "five unrelated h\u00e9rons"}
    assert client.post("/staff/sign-in", data=tried).location == "/staff/"


def test_staff_with_the_right_change_the_profile(db: Session, staff_client: StaffClient) -> None:
    with transaction():
        make_organisation()
    administrator = staff_client("administrator")
    answer = administrator.post("/staff/settings/", data={**PROFILE, "public_name": "Northern Network"})
    assert answer.status_code == 303
    db.expire_all()
    assert our_organisation().public_name == "Northern Network"
    assert staff_client("editor").get("/staff/settings/").status_code == 403


def test_a_colour_too_pale_to_read_is_refused(db: Session, staff_client: StaffClient) -> None:
    with transaction():
        make_organisation()
    pale = {"primary_colour": "#ffcc00", "accent_colour": "#b93a22"}
    page = staff_client().post("/staff/settings/looks", data=pale).text
    assert "too pale to read" in page
    assert "#ffcc00" in page


def test_a_logo_is_served_and_nothing_else_from_the_same_place(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        make_organisation()
    client = staff_client()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    colours = {"primary_colour": "#4b2e83", "accent_colour": "#b93a22"}
    client.post(
        "/staff/settings/looks", data={**colours, "logo": (io.BytesIO(svg), "logo.svg", "image/svg+xml")}
    )
    db.expire_all()
    ours = our_organisation()
    assert ours.logo_url
    served = client.get(ours.logo_url)
    assert served.data == svg
    assert "default-src 'none'" in served.headers["Content-Security-Policy"]
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert client.get(f"/organisation/logo/{(ours.logo_id or 0) + 1}").status_code == 404
    sheet = client.get(str(ours.stylesheet_url))
    assert sheet.mimetype == "text/css"
    assert "--primary:#4b2e83" in sheet.text
    assert client.get("/organisation/colours-000000-000000.css").status_code == 404


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<script>alert(1)</script>", "text/html"),
        (b"<script>alert(1)</script>", "image/png"),
        (b"<html></html>", "image/svg+xml"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 400_000, "image/png"),
    ],
)
def test_what_is_no_picture_or_too_large_does_not_become_the_logo(
    db: Session, staff_client: StaffClient, content: bytes, kind: str
) -> None:
    with transaction():
        make_organisation()
    colours = {"primary_colour": "#4b2e83", "accent_colour": "#b93a22"}
    page = staff_client().post(
        "/staff/settings/looks", data={**colours, "logo": (io.BytesIO(content), "logo", kind)}
    )
    assert "picture" in page.text
    assert our_organisation().logo_id is None


def test_colours_are_lightened_for_dark_pages_until_they_read_well() -> None:
    assert contrast(lightened("#0b5560"), "#1a2427") >= 7


def test_the_set_up_page_starts_where_most_organisations_are_and_offers_only_money_of_today(
    client: FlaskClient,
) -> None:
    page = client.get("/set-up").text
    for chosen in ('value="US" selected', 'value="USD" selected', 'value="America/Chicago" selected'):
        assert chosen in page or " ".join(reversed(chosen.split())) in page
    assert "ADP" not in page
    assert "Factory" not in page
