"""The volunteer form, and the coordinators' pages."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.volunteers.models import Volunteer
from tests.accounts.fixtures import StaffClient
from tests.organisation.factories import make_organisation
from tests.volunteers.factories import make_volunteer

KEY = "a-form-that-was-rendered-once"
FORM = {
    "action_key": KEY,
    "name": "Noor Haddad",
    "email": "noor@example.org",
    "interests": ["translation", "mail"],
    "availability": ["weekend"],
    "age_band": "25_44",
    "consent": "y",
}


@pytest.fixture(autouse=True)
def _organisation(db: Session) -> None:
    with transaction():
        make_organisation()


def test_a_volunteer_applies_and_is_thanked(db: Session, client: FlaskClient) -> None:
    assert client.get("/volunteer").status_code == 200
    for _ in range(2):
        assert client.post("/volunteer", data=FORM).location == "/volunteer/thanks"
    assert "within a week" in client.get("/volunteer/thanks").text
    assert db.scalar(select(func.count()).select_from(Volunteer)) == 1


def test_bad_input_gets_a_sentence_beside_its_field_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    typed = {**FORM, "email": "noor@", "interests": [], "consent": "", "skills": "I can <b>draw</b>"}
    page = client.post("/volunteer", data=typed).text
    for sentence in ("e-mail address in full", "Choose at least one", "Tick this box"):
        assert sentence in page
    assert 'value="noor@"' in page
    assert "I can &lt;b&gt;draw&lt;/b&gt;" in page
    assert KEY in page


def test_a_minor_is_asked_for_a_guardian(client: FlaskClient) -> None:
    page = client.post("/volunteer", data={**FORM, "age_band": "under_18"}).text
    assert "name of a parent or guardian" in page


def test_a_form_without_its_key_is_an_application_of_its_own(db: Session, client: FlaskClient) -> None:
    for _ in range(2):
        client.post("/volunteer", data={**FORM, "action_key": ""})
    assert db.scalar(select(func.count()).select_from(Volunteer)) == 2


def test_a_coordinator_reads_approves_and_notes(db: Session, staff_client: StaffClient) -> None:
    with transaction():
        volunteer_id = make_volunteer().id
    client = staff_client("volunteer coordinator")
    assert "Noor Haddad" in client.get("/staff/volunteers/").text
    page = f"/staff/volunteers/{volunteer_id}"
    client.post(f"{page}/note", data={"text": "Called her <3"})
    client.post(f"{page}/approve")
    shown = client.get(page).text
    assert "Called her &lt;3" in shown
    assert "Stop the mail" in shown
    assert client.post(f"{page}/approve").status_code == 409


def test_others_do_not_see_volunteers(db: Session, staff_client: StaffClient) -> None:
    with transaction():
        volunteer_id = make_volunteer().id
    for role in ("finance", "editor", "packet desk", "auditor"):
        assert staff_client(role).get(f"/staff/volunteers/{volunteer_id}").status_code == 403
