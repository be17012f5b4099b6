"""The packet desk, worked by somebody with the role."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ngoapp.accounts.permissions import ROLES
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.organisation.queries import our_today
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import move_request
from tests.accounts.factories import saved_staff, sign_in
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import CANADA, make_edition, make_email_request, make_request
from tests.packets.pages import POST, error_of, key_on, page, valid
from tests.work import work_off

CALL = {**POST, "channel": "phone"}
DESK = ("/staff/packets/", "/staff/packets/new", "/staff/packets/1", "/staff/packets/1/correct")
RUNS = (
    "/staff/packets/batches/",
    "/staff/packets/batches/new",
    "/staff/packets/batches/1",
    "/staff/packets/batches/1/labels.pdf",
    "/staff/packets/batches/1/slips.pdf",
    "/staff/packets/returned/",
    "/staff/packets/postage/",
)
EDITIONS = ("/staff/packets/editions/", "/staff/packets/editions/new", "/staff/packets/editions/1/packet.pdf")


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


def saved(*names: str, **facts: object) -> list[PacketRequest]:
    with transaction():
        return [make_request(name, **facts) for name in names]  # type: ignore[arg-type]  # facts of any kind


def states(db: Session) -> list[str]:
    db.rollback()
    return list(db.scalars(select(PacketRequest.state).order_by(PacketRequest.id)))


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"administrator", "packet desk"}])
@pytest.mark.parametrize("path", [*DESK, *RUNS, *EDITIONS])
def test_nobody_else_sees_a_request(db: Session, client: FlaskClient, role: str, path: str) -> None:
    saved("Ana Ruiz")
    assert client.get(path).status_code == 302
    sign_in(client, saved_staff(role))
    assert client.get(path).status_code == 403


def test_the_queue_shows_the_oldest_first_with_what_is_late_and_asked_before(staff: FlaskClient) -> None:
    saved("Bo Lind")
    saved("Ana Ruiz", received_at=clock.now() - timedelta(days=8))
    saved("Ana Ruiz")
    html = page(staff, "/staff/packets/")
    assert html.index("Ana Ruiz") < html.index("Bo Lind")
    assert "days, late" in html
    assert html.count("Asked before?") == 2


def test_filters_stand_in_the_address_and_a_wrong_one_is_none(staff: FlaskClient) -> None:
    saved("Ana Ruiz")
    saved("Luc Roy", address=CANADA, channel="phone")
    html = page(staff, "/staff/packets/?country=CA&channel=phone")
    assert "Luc Roy" in html
    assert "Ana Ruiz" not in html
    html = page(staff, "/staff/packets/?view=nonsense&channel=pigeon&page=x&country=XX")
    assert "Nothing to post" in html or "Luc Roy" in html


@pytest.mark.parametrize("view", ["post", "email", "printed", "aside", "sent", "closed"])
def test_every_list_is_there_when_it_is_empty_and_when_it_is_not(staff: FlaskClient, view: str) -> None:
    assert "Nothing" in page(staff, f"/staff/packets/?view={view}")
    saved("Ana Ruiz")
    with transaction():
        make_email_request(language="es")
        move_request(make_request("Bo Lind").id, "on_hold")
        move_request(make_request("Cy Park").id, "cancelled")
    page(staff, f"/staff/packets/?view={view}")


def test_a_long_queue_has_pages(staff: FlaskClient) -> None:
    saved(*(f"Asker {n}" for n in range(61)))
    assert "Page 2, 61 requests in all" in page(staff, "/staff/packets/?page=2")


def test_a_call_is_entered_with_its_consent_and_who_took_it(db: Session, staff: FlaskClient) -> None:
    html = page(staff, "/staff/packets/new")
    assert "Read this out first" in html
    data = {
        **CALL,
        "action_key": key_on(html),
        "received_on": our_today().isoformat(),
        "phone": "952-555-0142",
    }
    answers = [staff.post("/staff/packets/new", data=data) for _ in range(2)]
    assert [answer.location for answer in answers] == ["/staff/packets/1"] * 2
    request = db.scalars(select(PacketRequest)).one()
    assert (request.state, request.channel, request.phone) == ("approved", "phone", "952-555-0142")
    assert request.operator is not None
    assert "taken down by Ines Okafor" in page(staff, "/staff/packets/1")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"agree": ""}, "agree", "Tick this once they have agreed."),
        ({"received_on": "2999-01-01"}, "received_on", "This day is still to come."),
        ({"received_on": "yesterday"}, "received_on", "Enter a day, such as 2026-11-22."),
        ({"phone": "12"}, "phone", "Enter a telephone number with its area code"),
        ({"street_address": ""}, "street_address", "Enter the"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_beside_its_field(
    db: Session, staff: FlaskClient, changes: dict[str, str], field: str, sentence: str
) -> None:
    data = {**CALL, "received_on": our_today().isoformat(), "note": "Side door", **changes}
    html = valid(staff.post("/staff/packets/new", data=data))
    assert sentence in error_of(html, field)
    assert "Side door" in html


def test_a_letter_of_last_week_counts_from_the_day_it_came(db: Session, staff: FlaskClient) -> None:
    day = our_today() - timedelta(days=7)
    staff.post("/staff/packets/new", data={**CALL, "channel": "letter", "received_on": day.isoformat()})
    request = db.scalars(select(PacketRequest)).one()
    assert clock.local_day(request.received_at, "America/Chicago") == day
    assert "5 days, late" in page(staff, "/staff/packets/")


def test_a_request_is_corrected_and_then_prints(db: Session, staff: FlaskClient) -> None:
    saved("Ana Ruiz", address={"country_code": "US"})
    assert "This label cannot be printed" in page(staff, "/staff/packets/1")
    assert "Ana Ruiz" in page(staff, "/staff/packets/1/correct")
    assert staff.post("/staff/packets/1/correct", data=POST).location == "/staff/packets/1"
    assert "MINNEAPOLIS MN 55408" in page(staff, "/staff/packets/1")


def aside(staff: FlaskClient, why: str, number: int = 1) -> TestResponse:
    return staff.post(f"/staff/packets/{number}/aside", data={"why": why})


def test_each_step_is_taken_with_its_reason_and_a_second_press_says_why_not(
    db: Session, staff: FlaskClient
) -> None:
    saved("Ana Ruiz")
    for why, state in (
        ("on_hold:wait_wanted", "on_hold"),
        ("needs_info:address_unclear", "needs_info"),
        ("cancelled:not_wanted", "cancelled"),
    ):
        assert aside(staff, why).location == "/staff/packets/1"
        assert states(db) == [state]
    aside(staff, "cancelled:not_wanted")
    assert "This cannot be done now" in page(staff, "/staff/packets/1")
    staff.post("/staff/packets/1/approve")
    html = page(staff, "/staff/packets/1")
    for words in (
        "they want it later",
        "the address is not clear",
        "it is wanted after all",
        "by Ines Okafor",
    ):
        assert words in html


@pytest.mark.parametrize("why", ["", "on_hold", "on_hold:because I say so", "packed:put_together"])
def test_a_reason_that_is_none_moves_nothing(db: Session, staff: FlaskClient, why: str) -> None:
    saved("Ana Ruiz")
    assert aside(staff, why).status_code == 404
    assert staff.post("/staff/packets/1/dance").status_code == 404
    assert staff.post("/staff/packets/99/approve").status_code == 404
    assert states(db) == ["new"]


def test_twins_are_shown_and_the_second_is_closed_as_asked_twice(db: Session, staff: FlaskClient) -> None:
    saved("Ana Ruiz", "Ana Ruiz")
    assert "They seem to have asked before." in page(staff, "/staff/packets/2")
    aside(staff, "duplicate:asked_twice", 2)
    assert "Asked before?" not in page(staff, "/staff/packets/")


def test_a_mailed_link_is_taken_back_and_mailed_afresh(
    app: Flask, db: Session, staff: FlaskClient, outgoing: FakeSmtp
) -> None:
    with transaction():
        make_email_request()
    work_off(app)
    assert "Mailed" in page(staff, "/staff/packets/1")
    staff.post("/staff/packets/1/revoke")
    assert "Taken back" in page(staff, "/staff/packets/1")
    staff.post("/staff/packets/1/approve")
    work_off(app)
    assert (states(db), len(outgoing.sent)) == (["resent"], 2)


def test_without_an_edition_a_mail_cannot_be_sent_and_the_page_says_so(
    db: Session, staff: FlaskClient
) -> None:
    with transaction():
        make_email_request(language="es")
    staff.post("/staff/packets/1/approve")
    assert "There is no “Info packet” in Español to send now." in page(staff, "/staff/packets/1")
    assert states(db) == ["new"]
