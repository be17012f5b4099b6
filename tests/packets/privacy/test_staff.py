"""Somebody who only has a telephone, and requests as a table: by those who may, and each look is entered."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.accounts.permissions import ADMINISTRATOR, ROLES
from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.core.spreadsheets import from_csv
from ngoapp.organisation.queries import our_today
from ngoapp.packets.models import PacketRequest
from tests.accounts.factories import saved_staff, sign_in
from tests.packets.factories import make_request
from tests.packets.pages import error_of, page, valid

PERSON = "/staff/packets/privacy/person"
EXPORT = "/staff/packets/privacy/export"
OTHER_ROLES = sorted(set(ROLES) - {"packet desk", ADMINISTRATOR})
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def desk_client(client: FlaskClient, asked: PacketRequest) -> FlaskClient:
    sign_in(client, saved_staff("packet desk"))
    return client


def entered(db: Session, action: str) -> list[AuditEntry]:
    db.rollback()
    return list(db.scalars(select(AuditEntry).where(AuditEntry.action == action)))


@pytest.mark.parametrize(
    "says", [{"phone": "+1 (952) 555 0142"}, {"name": "ANA  RUIZ", "postal_code": "55408-1234"}]
)
def test_a_caller_is_found_read_back_and_the_look_is_entered(
    db: Session, desk_client: FlaskClient, asked: PacketRequest, says: dict[str, str]
) -> None:
    html = valid(desk_client.post(PERSON, data={"country_code": "US", **says}))
    for words in ("Side door", "120 Lake St W", "Yes, keep it."):
        assert words in html
    views = entered(db, "packet_request.viewed")
    assert [(entry.subject_id, entry.actor_kind, entry.detail) for entry in views] == [
        (asked.id, "staff", {})
    ]


@pytest.mark.parametrize(
    "says", [{"phone": "612-555-0100"}, {"name": "Ana Ruiz", "postal_code": "10001"}, {"phone": "0000000"}]
)
def test_nobody_is_found_by_half_of_what_we_know(
    db: Session, desk_client: FlaskClient, says: dict[str, str]
) -> None:
    html = valid(desk_client.post(PERSON, data={"country_code": "US", **says}))
    assert "Nothing found" in html
    assert "Side door" not in html
    assert entered(db, "packet_request.viewed") == []


def test_a_name_alone_is_not_enough_to_look(desk_client: FlaskClient) -> None:
    html = valid(desk_client.post(PERSON, data={"country_code": "US", "name": "Ana Ruiz"}))
    assert error_of(html, "phone") == "Enter the phone number, or name and postal code below."


def test_a_caller_is_forgotten_in_one_press_and_twice_is_once(
    db: Session, desk_client: FlaskClient, asked: PacketRequest
) -> None:
    with transaction():
        second = make_request("Ana Ruiz", phone="952-555-0142")
    for _ in range(2):
        desk_client.post(f"{PERSON}/forget", data={"requests": f"{asked.id},{second.id}"})
    db.rollback()
    assert db.scalars(select(PacketRequest.name)).all() == ["", ""]
    assert len(entered(db, "packet_request.erased")) == 2
    assert "Nothing found" in valid(
        desk_client.post(PERSON, data={"phone": "952-555-0142", "country_code": "US"})
    )


def test_requests_are_exported_with_formulas_disarmed_and_the_count_is_entered(
    db: Session, desk_client: FlaskClient, asked: PacketRequest
) -> None:
    with transaction():
        make_request(FORMULA)
    today = clock.today("America/Chicago").isoformat()
    answer = desk_client.post(EXPORT, data={"since": today, "until": today})
    assert f"'{FORMULA}" in answer.text
    assert [row["name"] for row in from_csv(answer.text)] == ["Ana Ruiz", FORMULA]
    entry = entered(db, "packet_requests.exported")[0]
    assert entry.detail == {"requests": 2}


def test_a_span_that_ends_before_it_begins_is_refused_beside_its_field(desk_client: FlaskClient) -> None:
    today = our_today()
    html = valid(desk_client.post(EXPORT, data={"since": today.isoformat(), "until": "2020-01-01"}))
    assert error_of(html, "until") == "Enter a day that is not before the first."


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_no_other_role_sees_finds_forgets_or_exports(
    client: FlaskClient, asked: PacketRequest, db: Session, role: str
) -> None:
    sign_in(client, saved_staff(role))
    answers = [
        client.get("/staff/packets/privacy/"),
        client.get(PERSON),
        client.post(PERSON, data={"phone": "952-555-0142", "country_code": "US"}),
        client.post(f"{PERSON}/forget", data={"requests": str(asked.id)}),
        client.post(EXPORT, data={"since": "2020-01-01", "until": "2100-01-01"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert page(client, "/staff/")
