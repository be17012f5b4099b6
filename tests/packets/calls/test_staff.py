"""The pages beside the telephone."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.accounts.permissions import ROLES
from ngoapp.core.db import transaction
from ngoapp.organisation.queries import our_today
from ngoapp.packets.calls.models import Call
from tests.accounts.factories import saved_staff, sign_in
from tests.organisation.factories import make_organisation
from tests.packets.calls.factories import make_call
from tests.packets.factories import make_edition, make_request
from tests.packets.pages import error_of, key_on, page, valid

CALLS = "/staff/packets/calls/"


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()


@pytest.fixture
def staff(db: Session, client: FlaskClient) -> FlaskClient:
    """A browser in which somebody of the packet desk is signed in."""
    sign_in(client, saved_staff("packet desk"))
    return client


def saved(**facts: object) -> Call:
    with transaction():
        return make_call(**facts)  # type: ignore[arg-type]  # facts of any kind


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"administrator", "packet desk"}])
@pytest.mark.parametrize("path", ["", "new", "1", "off", "notes", "scripts/"])
def test_nobody_else_sees_a_call(client: FlaskClient, role: str, path: str) -> None:
    saved()
    sign_in(client, saved_staff(role))
    assert client.get(CALLS + path).status_code == 403


def test_a_call_is_taken_down_once_and_waits_to_be_returned(db: Session, staff: FlaskClient) -> None:
    html = page(staff, f"{CALLS}new")
    data = {
        "action_key": key_on(html),
        "kind": "talked",
        "name": "Ana",
        "phone": "612-555-0139",
        "safe": "no",
        "about": "crisis",
        "call_back": "y",
        "call_back_when": "after six",
    }
    assert [staff.post(f"{CALLS}new", data=data).location for _ in range(2)] == [CALLS] * 2
    html = page(staff, CALLS)
    for words in ("612-555-0139", "Leave no message", "after six", "I have this one"):
        assert words in html
    assert html.count("I have this one") == 1


def test_what_is_missing_is_said_beside_its_field(staff: FlaskClient) -> None:
    html = valid(staff.post(f"{CALLS}new", data={"call_back": "y", "words": "Kept"}))
    assert "Choose what it was about." in error_of(html, "about")
    assert "Kept" in html
    html = valid(staff.post(f"{CALLS}new", data={"call_back": "y", "about": "listen"}))
    assert "Enter the number" in error_of(html, "phone")


def test_a_call_is_claimed_in_one_press_and_called_back(db: Session, staff: FlaskClient) -> None:
    saved(safe="yes", safe_name="Ines")
    assert staff.post(f"{CALLS}1/claim").location == f"{CALLS}1"
    html = page(staff, f"{CALLS}1")
    assert "Left a message" in html
    assert "as “Ines”" in html
    assert staff.post(f"{CALLS}1/reached").location == CALLS
    assert "Nobody waits for a call back" in page(staff, CALLS)
    staff.post(f"{CALLS}1/claim")
    assert "This call is done." in page(staff, CALLS + "1")
    assert staff.post(f"{CALLS}1/dance").status_code == 404


def test_where_a_message_is_not_safe_there_is_no_button_for_one(staff: FlaskClient) -> None:
    saved()
    staff.post(f"{CALLS}1/claim")
    assert "Left a message" not in page(staff, f"{CALLS}1")


def test_a_note_from_the_night_is_seen_in_the_morning_until_it_is_read(staff: FlaskClient) -> None:
    html = page(staff, CALLS)
    staff.post(f"{CALLS}notes", data={"action_key": key_on(html), "words": "The line was down until four."})
    assert "The line was down until four." in page(staff, CALLS)
    staff.post(f"{CALLS}notes/1/read")
    assert "The line was down" not in page(staff, CALLS)
    assert "Write what the next shift" in error_of(valid(staff.post(f"{CALLS}notes", data={})), "words")


def test_scripts_are_written_changed_and_lie_beside_a_call(staff: FlaskClient) -> None:
    data = {"title": "Somebody in distress", "words": "Stay with them.\n\n<b>988</b>", "crisis": "y"}
    staff.post(f"{CALLS}scripts/new", data=data)
    html = page(staff, f"{CALLS}new")
    assert "Stay with them." in html
    assert "<b>988" not in html
    staff.post(f"{CALLS}scripts/1", data={"title": "Distress", "words": "Listen."})
    assert "Distress" in page(staff, f"{CALLS}scripts/1")
    staff.post(f"{CALLS}scripts/1/drop")
    assert "No scripts yet" in page(staff, f"{CALLS}scripts/")


def test_somebody_is_taken_off_and_a_list_cannot_bring_them_back(db: Session, staff: FlaskClient) -> None:
    with transaction():
        make_request(phone="612-555-0139")
    saved()
    off = {"phone": "+1 (612) 555-0139", "country_code": "US"}
    assert staff.post(f"{CALLS}off", data=off).location == CALLS
    assert "1 request and 1 call are erased" in page(staff, CALLS)
    entry = {
        "way": "post",
        "language": "en",
        "agree": "y",
        "phone": "612-555-0139",
        "pasted": "Ana Ruiz, 120 Lake St W, Minneapolis, MN 55408",
        "received_on": our_today().isoformat(),
    }
    html = valid(staff.post("/staff/packets/new", data={**entry, "channel": "event"}))
    assert "A list cannot bring them back" in html
    assert staff.post("/staff/packets/new", data={**entry, "channel": "phone"}).status_code == 303


def test_a_name_alone_takes_nobody_off(staff: FlaskClient) -> None:
    html = valid(staff.post(f"{CALLS}off", data={"name": "Ana Ruiz", "country_code": "US"}))
    assert "the name with its postal code" in error_of(html, "phone")


def test_what_was_ended_by_mistake_is_taken_back_on_its_page(staff: FlaskClient) -> None:
    address = f"{CALLS}{saved().id}"
    staff.post(f"{address}/reached")
    assert "It is not done after all" in page(staff, address)
    assert staff.post(f"{address}/reopen").location == address
    assert "Reached them" in page(staff, address)
