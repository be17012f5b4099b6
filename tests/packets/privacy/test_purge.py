"""Twelve months after closing, the person goes and the counts stay; nobody else does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.audit import Actor, acting_as
from ngoapp.core.db import transaction
from ngoapp.packets.calls.shifts import read_note, write_note
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import approve_request, erase_person, move_request
from ngoapp.packets.privacy import purge as purging
from ngoapp.packets.privacy.invariants import broken
from ngoapp.packets.privacy.jobs import purge
from ngoapp.packets.privacy.models import PacketCount, PacketPurge, PacketTurn
from tests.accounts.factories import saved_staff, sign_in
from tests.packets.calls.factories import make_call
from tests.packets.factories import CANADA, make_request
from tests.packets.pages import page

ASKED = datetime(2025, 11, 3, 15, tzinfo=UTC)  # a Monday
SENT = datetime(2025, 11, 6, 15, tzinfo=UTC)
TODAY = datetime(2026, 11, 22, 18, tzinfo=UTC)


def sent_long_ago(name: str = "Ana Ruiz", **facts: object) -> PacketRequest:
    """Asked on 3 November 2025 and sent on the 6th."""
    with clock.at(ASKED):
        request = make_request(name, **facts)  # type: ignore[arg-type]  # facts of whatever kind
    with clock.at(SENT):
        if request.state == "new":
            move_request(request.id, "approved")
        move_request(request.id, "sent")
    return request


@pytest.fixture
def today() -> Iterator[None]:
    with clock.at(TODAY):
        yield


def state_of(db: Session, request: PacketRequest) -> tuple[str, bool]:
    db.rollback()
    row = db.get_one(PacketRequest, request.id, populate_existing=True)
    return row.name, row.erased_at is not None


def test_the_job_forgets_whoever_was_closed_a_year_ago_and_nobody_else(db: Session, today: None) -> None:
    with transaction():
        old = sent_long_ago()
        young = make_request("Ben Young")
        with clock.at(ASKED):
            still_open = make_request("Cleo Open")
    purge()
    assert state_of(db, old) == ("", True)
    assert state_of(db, young) == ("Ben Young", False)
    assert state_of(db, still_open) == ("Cleo Open", False)


def test_on_the_very_day_and_not_the_day_before(db: Session) -> None:
    with transaction():
        request = sent_long_ago()
    with clock.at(datetime(2026, 11, 6, 23, tzinfo=UTC)):
        purge()
    assert state_of(db, request) == ("Ana Ruiz", False)
    with clock.at(datetime(2026, 11, 7, 12, tzinfo=UTC)):
        purge()
    assert state_of(db, request) == ("", True)


def test_the_counts_stay_by_month_place_language_channel_and_way(db: Session, today: None) -> None:
    with transaction():
        sent_long_ago()
        sent_long_ago("Ben Ruiz", channel="web")
        sent_long_ago("Cleo Roy", address=CANADA, channel="phone")
    purge()
    db.rollback()
    counts = db.scalars(select(PacketCount).order_by(PacketCount.country_code)).all()
    assert [
        (row.month, row.country_code, row.country_area, row.channel, row.way, row.asked, row.sent)
        for row in counts
    ] == [
        (date(2025, 11, 1), "CA", "QC", "phone", "post", 1, 1),
        (date(2025, 11, 1), "US", "MN", "web", "post", 2, 2),
    ]
    turns = db.scalars(select(PacketTurn).order_by(PacketTurn.channel)).all()
    assert [(row.channel, row.working_days, row.requests) for row in turns] == [
        ("phone", 3, 1),
        ("web", 3, 2),
    ]


def test_the_row_that_stays_tells_the_month_and_no_day(db: Session, today: None) -> None:
    with transaction():
        request = sent_long_ago()
    purge()
    db.rollback()
    row = db.get_one(PacketRequest, request.id, populate_existing=True)
    days = {
        row.received_at.date(),
        row.sent_at and row.sent_at.date(),
        row.closed_at and row.closed_at.date(),
    }
    assert days == {date(2025, 11, 1)}


def test_whom_somebody_opens_again_in_that_moment_is_not_forgotten(
    app: Flask, db: Session, today: None
) -> None:
    with transaction():
        request = sent_long_ago()
        other = sent_long_ago("Ben Ruiz")
    with ThreadPoolExecutor(1) as worker:
        with transaction():
            approve_request(request.id)
            running = worker.submit(purge_apart, app)
            wait([running], timeout=1)
        running.result()
    purge()
    assert state_of(db, request) == ("Ana Ruiz", False)
    assert state_of(db, other) == ("", True)
    assert forgotten(db) == 1


def purge_apart(app: Flask) -> None:
    """The job, as another process runs it."""
    with app.app_context(), clock.at(TODAY):
        purge()


def forgotten(db: Session, kind: str = "requests") -> int | None:
    return db.scalar(select(PacketPurge.forgotten).where(PacketPurge.kind == kind))


def test_calls_and_notes_between_shifts_are_forgotten_with_the_requests(db: Session, today: None) -> None:
    somebody = Actor("staff", saved_staff("packet desk").id)
    with transaction(), clock.at(SENT), acting_as(somebody):
        call = make_call(words="Side door", call_back=False)
        note = write_note(action_key="note", words="The line was down.")
        read_note(note.id)
    purge()
    db.rollback()
    assert (forgotten(db, "calls"), forgotten(db, "notes")) == (1, 1)
    assert (call.phone, call.words, note.words) == ("", "", "")


def test_a_second_run_on_the_same_day_counts_nobody_twice(db: Session, today: None) -> None:
    with transaction():
        sent_long_ago()
    purge()
    purge()
    db.rollback()
    assert forgotten(db) == 1
    assert db.scalars(select(PacketCount.asked)).all() == [1]


def test_who_was_forgotten_at_their_wish_is_counted_once(db: Session, today: None) -> None:
    with transaction():
        request = sent_long_ago()
        erase_person(request.id)
        erase_person(request.id)
    purge()
    db.rollback()
    assert db.scalars(select(PacketCount.asked)).all() == [1]
    assert forgotten(db) == 0


def test_more_than_go_in_one_transaction_are_all_forgotten(db: Session, today: None) -> None:
    with transaction():
        for number in range(purging.AT_ONCE + 1):
            with clock.at(ASKED):
                request = make_request(f"Person {number}", channel="phone")
            with clock.at(SENT):
                move_request(request.id, "cancelled")
    purge()
    db.rollback()
    assert forgotten(db) == purging.AT_ONCE + 1


def test_the_dry_run_says_who_would_go_and_when_and_changes_nothing(
    db: Session, client: FlaskClient, today: None
) -> None:
    with transaction():
        request = sent_long_ago()
        with clock.at(datetime(2025, 12, 20, 12, tzinfo=UTC)):
            move_request(make_request("Ben Ruiz").id, "cancelled")
    assert purging.dry_run() == {"requests": 1, "calls": 0, "notes": 0}
    assert [(each.on, each.counts["requests"]) for each in purging.forecast()[:3]] == [
        (date(2026, 12, 1), 1),
        (date(2027, 1, 1), 2),
        (date(2027, 2, 1), 2),
    ]
    sign_in(client, saved_staff("packet desk"))
    html = page(client, "/staff/packets/privacy/")
    assert "Jan 1, 2027" in html
    assert state_of(db, request) == ("Ana Ruiz", False)


def test_the_page_shows_the_last_reports_and_what_is_open_for_too_long(
    client: FlaskClient, db: Session, today: None
) -> None:
    with transaction():
        sent_long_ago()
        with clock.at(ASKED):
            make_request("Cleo Open")
    purge()
    sign_in(client, saved_staff("packet desk"))
    html = " ".join(page(client, "/staff/packets/privacy/").split())
    assert "Nov 22, 2026" in html
    assert "<strong>1</strong> request has been open for over a year" in html


@pytest.mark.parametrize(("day", "before"), [("2028-02-29", "2027-03-01"), ("2026-12-31", "2025-12-31")])
def test_a_year_is_a_calendar_year(db: Session, day: str, before: str) -> None:
    assert purging.closed_before(date.fromisoformat(day)).date() == date.fromisoformat(before)


def test_a_row_that_is_erased_and_still_tells_a_name_is_found_by_the_check(db: Session) -> None:
    request = make_request()
    erase_person(request.id)
    assert list(broken()) == []
    request.note = "still here"
    db.flush()
    assert list(broken()) == [f"packets: request {request.id} is erased and still tells who it was"]
