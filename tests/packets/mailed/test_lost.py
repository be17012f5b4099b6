"""Packets whose mail came back, or that nobody fetched: the post brings them instead, or staff decide."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.smtp import AddressRefused
from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import locked, transaction
from ngoapp.packets.links import ask_again, revoke_links
from ngoapp.packets.mailed.jobs import follow_up
from ngoapp.packets.mailed.operations import note_bounced, note_download, note_unfetched
from ngoapp.packets.mailed.queries import lost
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import Asker, approve_request, correct_request, erase_person, move_request
from ngoapp.packets.queries import Filters, queue
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_email_request, make_request_with_both
from tests.work import work_off

DAYS = {days: timedelta(days=days) for days in (6, 7, 9, 10, 12)}


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()


@pytest.fixture
def plain(app: Flask) -> PacketRequest:
    """A request by e-mail alone, mailed."""
    with transaction():
        request = make_email_request()
    work_off(app)
    return request


@pytest.fixture
def both(app: Flask) -> PacketRequest:
    """One that may be posted instead, mailed."""
    with transaction():
        request = make_request_with_both()
    work_off(app)
    return request


def bounced(request: PacketRequest) -> None:
    with transaction():
        note_bounced(request.links[0].id)


def days_later(app: Flask, days: int) -> None:
    with clock.at(clock.now() + DAYS[days]):
        follow_up()
        work_off(app)


def stands(db: Session, request: PacketRequest) -> tuple[str, str]:
    db.rollback()
    db.refresh(request)
    return request.way, request.state


def why(db: Session, action: str) -> list[object]:
    entries = db.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq))
    return [entry.detail.get("reason") for entry in entries]


def test_mail_that_came_back_is_posted_to_the_address_that_was_given_for_that(
    db: Session, both: PacketRequest
) -> None:
    bounced(both)
    assert stands(db, both) == ("post", "approved")
    assert both.postal_key == "US55408"
    assert why(db, "packet_request.turned_to_post") == ["bounced"]
    assert why(db, "packet_request.approved")[-1] == "bounced"
    assert both.id in [row.request.id for row in queue(Filters(view="post")).items]


def test_mail_that_came_back_without_an_address_lies_with_staff_who_see_why(
    db: Session, plain: PacketRequest
) -> None:
    bounced(plain)
    assert stands(db, plain) == ("email", "returned")
    assert lost([plain])[plain.id].words == "The mail came back"
    assert [row.note for row in queue(Filters(view="aside")).items] == ["The mail came back"]


def test_a_report_that_comes_twice_is_one(db: Session, both: PacketRequest) -> None:
    bounced(both)
    bounced(both)
    assert why(db, "packet_request.turned_to_post") == ["bounced"]


def test_a_report_about_an_older_mail_than_the_last_changes_nothing(
    app: Flask, db: Session, plain: PacketRequest
) -> None:
    older = plain.links[0].id
    with transaction():
        approve_request(plain.id)
    work_off(app)
    with transaction():
        note_bounced(older)
    assert stands(db, plain) == ("email", "resent")
    assert lost([plain]) == {}


def test_a_packet_that_was_fetched_did_not_come_back(db: Session, plain: PacketRequest) -> None:
    with transaction():
        note_download(plain.links[0].id)
    bounced(plain)
    assert stands(db, plain) == ("email", "delivered")


@pytest.mark.parametrize("state", ["cancelled", "duplicate", "on_hold", "needs_info"])
def test_mail_that_comes_back_late_does_not_post_what_staff_have_stopped(
    db: Session, both: PacketRequest, state: str
) -> None:
    with transaction():
        approve_request(both.id)
        move_request(both.id, state)
    db.refresh(both)
    bounced(both)
    assert stands(db, both) == ("email", state)


def test_mail_that_comes_back_after_staff_took_its_link_back_changes_nothing(
    db: Session, both: PacketRequest
) -> None:
    with transaction():
        revoke_links(locked(PacketRequest, both.id))
    bounced(both)
    assert stands(db, both) == ("email", "sent")


def test_a_fresh_link_that_came_back_does_not_post_what_was_fetched_before(
    app: Flask, db: Session, both: PacketRequest
) -> None:
    with transaction():
        note_download(both.links[0].id)
        ask_again(both.links[0])
    work_off(app)
    db.refresh(both)
    bounced(both)
    assert stands(db, both) == ("email", "delivered")


def test_a_packet_that_is_fetched_after_all_is_delivered(db: Session, plain: PacketRequest) -> None:
    sent_at = plain.links[0].mailed_at
    with transaction():
        note_unfetched(plain.links[0].id)
    assert stands(db, plain) == ("email", "needs_info")
    with transaction():
        note_download(plain.links[0].id)
    assert stands(db, plain) == ("email", "delivered")
    assert plain.sent_at == sent_at
    assert lost([plain]) == {}


def test_a_packet_is_fetched_though_a_server_said_that_it_came_back(
    db: Session, plain: PacketRequest
) -> None:
    bounced(plain)
    with transaction():
        note_download(plain.links[0].id)
    assert stands(db, plain) == ("email", "delivered")
    assert plain.sendings == 1


def test_staff_correct_the_address_and_a_fresh_link_goes_out(
    app: Flask, db: Session, outgoing: FakeSmtp, plain: PacketRequest
) -> None:
    bounced(plain)
    with transaction():
        correct_request(plain.id, way="email", language="en", asker=Asker(email="ana.ruiz@example.org"))
        approve_request(plain.id)
    work_off(app)
    assert stands(db, plain) == ("email", "resent")
    assert outgoing.sent[-1]["To"] == "ana.ruiz@example.org"
    assert lost([plain]) == {}


def test_after_a_week_one_reminder_offers_the_paper(
    app: Flask, outgoing: FakeSmtp, plain: PacketRequest
) -> None:
    days_later(app, 6)
    assert len(outgoing.sent) == 1
    days_later(app, 7)
    days_later(app, 9)
    reminder = outgoing.sent[-1]
    text = reminder.get_body(("plain",))
    assert text
    assert len(outgoing.sent) == 2
    assert "have us mail it to you on paper" in text.get_content()
    assert "cleroderma" not in reminder["Subject"] + reminder["From"]


def test_who_allowed_the_post_is_told_when_it_will_be(
    app: Flask, outgoing: FakeSmtp, both: PacketRequest
) -> None:
    days_later(app, 7)
    text = outgoing.sent[-1].get_body(("plain",))
    assert text
    assert "we put it in the mail on" in text.get_content()


def test_what_was_fetched_is_not_reminded_of(app: Flask, outgoing: FakeSmtp, plain: PacketRequest) -> None:
    with transaction():
        note_download(plain.links[0].id)
    days_later(app, 12)
    assert len(outgoing.sent) == 1


def test_what_is_fetched_between_the_plan_and_the_mail_is_not_reminded_of(
    app: Flask, outgoing: FakeSmtp, plain: PacketRequest
) -> None:
    with clock.at(clock.now() + DAYS[7]):
        follow_up()
        with transaction():
            note_download(plain.links[0].id)
        work_off(app)
    assert len(outgoing.sent) == 1


def test_after_ten_days_it_is_posted_where_that_was_allowed(
    app: Flask, db: Session, both: PacketRequest
) -> None:
    days_later(app, 9)
    assert stands(db, both) == ("email", "sent")
    days_later(app, 10)
    days_later(app, 12)
    assert stands(db, both) == ("post", "approved")
    assert why(db, "packet_request.turned_to_post") == ["not_fetched"]


def test_after_ten_days_it_lies_with_staff_who_see_why(app: Flask, db: Session, plain: PacketRequest) -> None:
    days_later(app, 10)
    assert stands(db, plain) == ("email", "needs_info")
    assert [row.note for row in queue(Filters(view="aside")).items] == ["Not fetched in 10 days"]


@pytest.mark.parametrize(
    "end", [erase_person, lambda request_id: revoke_links(locked(PacketRequest, request_id))]
)
def test_of_what_has_ended_nobody_is_reminded(
    app: Flask, db: Session, outgoing: FakeSmtp, both: PacketRequest, end: object
) -> None:
    assert callable(end)
    with transaction():
        end(both.id)
    days_later(app, 12)
    assert len(outgoing.sent) == 1
    assert stands(db, both)[0] == "email"


def test_who_asks_for_a_fresh_link_after_all_is_no_longer_with_staff(
    app: Flask, db: Session, plain: PacketRequest
) -> None:
    days_later(app, 10)
    with clock.at(clock.now() + timedelta(days=31)):
        with transaction():
            ask_again(plain.links[0])
        work_off(app)
    assert stands(db, plain) == ("email", "resent")


def test_an_address_that_the_server_refuses_at_once_has_come_back_too(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    outgoing.failure = AddressRefused()
    with transaction():
        first, second = make_email_request(), make_request_with_both("ben@example.org")
    work_off(app)
    assert stands(db, first) == ("email", "needs_info")
    assert stands(db, second) == ("post", "approved")
    assert lost([first])[first.id].words == "The mail came back"


def test_erasing_takes_the_address_that_was_for_the_post(db: Session, both: PacketRequest) -> None:
    with transaction():
        erase_person(both.id)
    assert (both.street_address, both.city, both.postal_code, both.name) == ("", "", "", "")
