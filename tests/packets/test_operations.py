"""Taking requests in, correcting them, and the only ways from one state to the next."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.packets.duplicates import asked_twice, others_like
from ngoapp.packets.invariants import broken
from ngoapp.packets.links import MailedOften
from ngoapp.packets.models import PacketLink, PacketRequest
from ngoapp.packets.moves import WrongMove, move
from ngoapp.packets.operations import (
    AskedInTheFuture,
    Asker,
    NothingToSendTo,
    approve_request,
    correct_request,
    erase_person,
    move_request,
)
from ngoapp.packets.steps import take
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import HOME, make_edition, make_email_request, make_request
from tests.work import work_off

NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def organisation(db: Session) -> None:
    """Our own day comes from the organisation."""
    make_organisation()


def test_the_same_form_sent_twice_is_one_request(db: Session) -> None:
    first = make_request(action_key="form")
    assert make_request(action_key="form") is first
    assert db.scalar(select(func.count(PacketRequest.id))) == 1


def test_a_request_from_the_web_is_looked_at_and_one_that_staff_took_is_ready(db: Session) -> None:
    assert make_request().state == "new"
    assert make_request(channel="phone").state == "approved"


def test_an_address_is_not_kept_for_a_packet_by_email(db: Session) -> None:
    make_edition()
    request = make_email_request(address=HOME)
    assert (request.street_address, request.country_code) == ("", "")


def test_a_request_by_email_needs_an_address_to_mail_to(db: Session) -> None:
    with pytest.raises(NothingToSendTo, match="Enter the e-mail address"):
        make_email_request(email="")


def test_a_request_by_email_queues_one_mail_with_ids_only(db: Session) -> None:
    make_edition()
    request = make_email_request()
    row = db.scalars(select(OutboxRow)).one()
    assert (request.state, row.name) == ("approved", "packets.send_link")
    assert row.refs == {"link_id": request.links[0].id}


def test_without_a_packet_in_the_language_a_request_by_email_waits_for_staff(db: Session) -> None:
    make_edition("en")
    request = make_email_request(language="es")
    assert (request.state, request.links) == ("new", [])


def test_one_address_gets_three_mails_a_day_and_then_staff_look(db: Session) -> None:
    make_edition()
    requests = [make_email_request("Ana@example.org") for _ in range(4)]
    assert [request.state for request in requests] == ["approved"] * 3 + ["new"]
    with pytest.raises(MailedOften, match="several times"):
        approve_request(requests[-1].id)


def test_a_request_cannot_come_from_the_future(db: Session) -> None:
    with pytest.raises(AskedInTheFuture, match="still to come"):
        make_request(received_at=clock.now() + timedelta(days=1))


def test_wrong_moves_are_refused(db: Session) -> None:
    request = make_request()
    with pytest.raises(WrongMove, match="“New”"):
        move(request, "sent")
    move_request(request.id, "cancelled")
    with pytest.raises(WrongMove, match="“Cancelled”"):
        move_request(request.id, "on_hold")


@pytest.mark.parametrize(
    "values", [{"state": "sent"}, {"state": "lost"}, {"closed_at": NOON}, {"way": "email"}]
)
def test_the_database_refuses_a_state_that_does_not_fit_the_dates(
    db: Session, values: dict[str, object]
) -> None:
    with transaction():
        make_request()
    with pytest.raises(DBAPIError), transaction():
        db.execute(update(PacketRequest).values(**values))


def test_closing_and_taking_up_again_keeps_the_dates_right(db: Session) -> None:
    request = make_request()
    with clock.at(NOON):
        move_request(request.id, "duplicate")
    assert request.closed_at == NOON
    approve_request(request.id)
    assert request.state == "approved"
    assert db.scalar(select(PacketRequest.closed_at)) is None


def test_a_correction_changes_what_the_asker_is_found_by(db: Session) -> None:
    request, other = make_request("Anna Ruis"), make_request("Ána  RUIZ")
    assert others_like(request) == []
    correct_request(request.id, way="post", language="en", asker=Asker(name="Ana Ruiz", address=HOME))
    assert others_like(request) == [other]


def test_a_packet_that_is_to_be_posted_after_all_is_not_mailed_as_well(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    with transaction():
        make_organisation()
        make_edition()
        request = make_email_request()
    with transaction():
        asker = Asker(name="Ana Ruiz", email="ana@example.org", address=HOME)
        correct_request(request.id, way="post", language="en", asker=asker)
    work_off(app)
    assert outgoing.sent == []
    assert list(broken()) == []


def test_nothing_is_corrected_once_it_is_closed(db: Session) -> None:
    request = make_request()
    move_request(request.id, "cancelled")
    with pytest.raises(WrongMove):
        correct_request(request.id, way="post", language="en", asker=Asker(name="Ana", address=HOME))


def test_the_same_name_and_postal_code_or_email_or_phone_within_90_days_is_asked_twice(db: Session) -> None:
    first = make_request("Ana Ruiz", phone="+1 (952) 555-0142")
    same_house = make_request("ANA RUÍZ", address={**HOME, "postal_code": "55408-1234"})
    same_phone = make_request("Bo Lind", phone="952-555-0142", address={**HOME, "postal_code": "55401"})
    neighbour = make_request("Cy Park")
    found = asked_twice([first, same_house, same_phone, neighbour])
    assert found == {first.id, same_house.id, same_phone.id}


def test_a_request_of_long_ago_or_one_that_was_cancelled_does_not_count(db: Session) -> None:
    make_request("Ana Ruiz", received_at=clock.now() - timedelta(days=91))
    move_request(make_request("Ana Ruiz").id, "cancelled")
    assert others_like(make_request("Ana Ruiz")) == []


def test_erasing_forgets_the_person_and_keeps_a_row_that_tells_nobody(db: Session) -> None:
    request = make_request("Ana Ruiz", phone="952-555-0142", note="Ring twice")
    erase_person(request.id)
    erase_person(request.id)
    assert (request.name, request.phone, request.note, request.street_address, request.name_key) == ("",) * 5
    assert (request.state, request.country_code, request.country_area) == ("cancelled", "US", "")
    with pytest.raises(WrongMove):
        approve_request(request.id)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("approve", ""),
        ("address", ""),
        ("aside", "needs_info:question_open"),
        ("aside", "duplicate:asked_twice"),
        ("aside", "delivered:arrived"),
    ],
)
@pytest.mark.parametrize("closed_as", ["cancelled", "sent"])
def test_an_erased_request_takes_no_step_and_keeps_no_moment(
    db: Session, closed_as: str, step: str, why: str
) -> None:
    request = make_request()
    with clock.at(NOON):
        for state in ("batched", closed_as):
            move(request, state)
        erase_person(request.id)
    kept = (request.state, request.closed_at, request.sent_at)
    with pytest.raises(WrongMove):
        take(request.id, step, why)
    assert (request.state, request.closed_at, request.sent_at) == kept
    assert request.address_checked_at is None


def test_erasing_ends_the_link_that_is_out(db: Session) -> None:
    make_edition()
    request = make_email_request()
    erase_person(request.id)
    assert db.scalars(select(PacketLink)).one().revoked_at is not None
