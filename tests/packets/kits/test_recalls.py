"""Withdrawing an edition, and telling each who holds it once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.cli.check import broken
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.organisation.queries import our_today
from ngoapp.packets.kits.contents import contents, usual_kit
from ngoapp.packets.kits.holders import recall_sheet
from ngoapp.packets.kits.models import Correction, Edition, Recall, Sending
from ngoapp.packets.kits.offered import keep_newer, offered
from ngoapp.packets.kits.recall_letters import print_letters
from ngoapp.packets.kits.recalls import (
    HELD,
    NothingToSay,
    RecallIsOver,
    SomebodyIsTold,
    WithdrawnAlready,
    call_off,
    end_recall,
    mark_posted,
    queue_corrections,
    reopen_recall,
    stop_corrections,
    withdraw,
    write_letter,
)
from ngoapp.packets.kits.sendings import mark_gone, plan_sending
from ngoapp.packets.kits.stock import balances, give_back, reserve
from ngoapp.packets.links import revoke_links
from ngoapp.packets.models import PacketLink, PacketRequest
from ngoapp.packets.operations import Asker, correct_request, erase_person, move_request
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import HOME, make_edition, make_email_request, make_request
from tests.packets.kits.factories import arrive
from tests.work import work_off

WORDS = "The number on page 3 is wrong.\n\nPlease throw it away."


@pytest.fixture
def leaflet(app: Flask, db: Session, outgoing: FakeSmtp) -> Edition:
    """A leaflet that went out by e-mail to Ana and by post to Bo, and no newer one yet."""
    with transaction():
        make_organisation()
        edition = make_edition(name="First steps")
        arrive(edition, 20)
        make_email_request("ana@example.org")
        post_to(edition, make_request("Bo Lind"))
    work_off(app)
    outgoing.sent.clear()
    return edition


def post_to(edition: Edition, request: PacketRequest) -> PacketRequest:
    """The leaflet has gone to this request in the post."""
    key = f"piece-{request.id}"
    lines = contents(usual_kit(), edition.language, our_today()).lines
    plan_sending(key=key, request_id=request.id, way="post", lines=lines)
    mark_gone([key], clock.now())
    return request


def recall_of(edition: Edition, letter: str = WORDS) -> Recall:
    """A recall with its words written."""
    with transaction():
        recall = withdraw(action_key="withdraw", edition_id=edition.id, reason="A number is wrong.")
        if letter:
            write_letter(recall.id, letter)
    return recall


def test_a_withdrawn_edition_goes_out_no_more_and_its_free_copies_leave_the_shelf(leaflet: Edition) -> None:
    with transaction():
        reserve(key="batch-1", needs={leaflet.id: 3})
    recall_of(leaflet)
    problems = contents(usual_kit(), "en", our_today()).problems
    assert [problem.code for problem in problems] == ["withdrawn"]
    assert balances([leaflet.id])[leaflet.id].on_hand == 3
    with transaction():
        give_back(key="batch-1")
    assert balances([leaflet.id])[leaflet.id].on_hand == 0


def test_the_same_form_twice_withdraws_once_and_another_is_refused(leaflet: Edition) -> None:
    assert recall_of(leaflet) is recall_of(leaflet)
    with transaction(), pytest.raises(WithdrawnAlready):
        withdraw(action_key="another", edition_id=leaflet.id, reason="It is wrong.")


def test_it_can_be_called_off_until_somebody_is_queued(leaflet: Edition) -> None:
    recall = recall_of(leaflet)
    with transaction():
        call_off(recall.id)
    assert leaflet.withdrawn_at is None
    assert balances([leaflet.id])[leaflet.id].on_hand == 20
    with transaction():
        again = withdraw(action_key="again", edition_id=leaflet.id, reason="It is wrong after all.")
        write_letter(again.id, WORDS)
        queue_corrections(again.id)
    with transaction(), pytest.raises(SomebodyIsTold):
        call_off(again.id)


def test_everybody_who_holds_it_is_told_once_as_they_allowed(
    app: Flask, db: Session, leaflet: Edition, outgoing: FakeSmtp
) -> None:
    recall = recall_of(leaflet)
    for expected in (2, 0):
        with transaction():
            assert queue_corrections(recall.id) == expected
    work_off(app)
    assert outgoing.sent == []
    with clock.at(clock.now() + timedelta(minutes=16)):
        for _ in range(2):
            work_off(app)
    assert [mail["To"] for mail in outgoing.sent] == ["ana@example.org"]
    assert "illness" not in outgoing.sent[0]["Subject"]
    sheet = recall_sheet(recall)
    assert (sheet.told, len(sheet.letters), len(sheet.mails)) == (1, 1, 0)
    last = sheet.letters[0].id
    for expected in (1, 0):
        with transaction():
            assert mark_posted(recall.id, up_to=last) == expected
    assert recall_sheet(recall).told == 2
    assert list(broken(app)) == []


def test_the_mail_leads_to_the_newer_edition(
    app: Flask, db: Session, leaflet: Edition, outgoing: FakeSmtp
) -> None:
    recall = recall_of(leaflet)
    with transaction():
        newer = make_edition(name="First steps, mended")
        queue_corrections(recall.id)
    with clock.at(clock.now() + timedelta(minutes=16)):
        work_off(app)
    link = db.scalars(select(PacketLink).order_by(PacketLink.id.desc())).first()
    assert link
    assert [part.edition_id for part in link.parts] == [newer.id]
    assert link.mailed_at
    assert "/packets/" in outgoing.sent[0].as_string()
    assert list(broken(app)) == []


def test_a_link_that_is_taken_back_while_the_mail_waits_is_not_in_it(
    app: Flask, db: Session, leaflet: Edition, outgoing: FakeSmtp
) -> None:
    recall = recall_of(leaflet)
    with transaction():
        make_edition(name="First steps, mended")
        queue_corrections(recall.id)
    with transaction():
        for request in db.scalars(select(PacketRequest).where(PacketRequest.way == "email")):
            revoke_links(request)
    with clock.at(clock.now() + timedelta(minutes=16)):
        work_off(app)
    text = outgoing.sent[0].get_body(("plain",))
    assert text
    assert "The number on page 3 is wrong." in text.get_content()
    assert "/packets/" not in outgoing.sent[0].as_string()
    link = db.scalars(select(PacketLink).order_by(PacketLink.id.desc())).first()
    assert link
    assert (link.mailed_at, [part.sent_at for part in link.parts]) == (None, [None])
    assert recall_sheet(recall).told == 1
    assert list(broken(app)) == []


def test_what_has_not_left_can_be_stopped_and_queued_again(
    app: Flask, db: Session, leaflet: Edition, outgoing: FakeSmtp
) -> None:
    recall = recall_of(leaflet)
    with transaction():
        make_edition(name="First steps, mended")
        queue_corrections(recall.id)
    with transaction():
        assert stop_corrections(recall.id) == 2
    with clock.at(clock.now() + timedelta(minutes=16)):
        work_off(app)
    assert outgoing.sent == []
    assert db.scalar(select(func.count(Correction.id))) == 0
    assert db.scalar(select(func.count(PacketLink.id))) == 1
    with transaction():
        assert queue_corrections(recall.id) == 2
    assert list(broken(app)) == []


def test_who_came_back_or_is_forgotten_is_not_written_to(db: Session, leaflet: Edition) -> None:
    with transaction():
        gone = post_to(leaflet, make_request("Cy Park"))
        no_address = post_to(leaflet, make_request("Di Ray"))
        no_address.street_address = ""
        erase_person(gone.id)
    recall = recall_of(leaflet)
    sheet = recall_sheet(recall)
    assert (len(sheet.holders), sheet.forgotten) == (3, 1)
    assert [holder.request.name for holder in sheet.unreachable] == ["Di Ray"]
    assert [holder.reach for holder in sheet.untold] == ["post", "email"] or len(sheet.untold) == 2


def test_who_chooses_another_channel_meanwhile_is_told_by_that_and_the_other_letters_are_printed(
    app: Flask, leaflet: Edition, outgoing: FakeSmtp
) -> None:
    with transaction():
        moved = post_to(leaflet, make_request("Cy Park"))
    recall = recall_of(leaflet)
    with transaction():
        queue_corrections(recall.id)
    last = recall_sheet(recall).letters[-1].id
    with transaction():
        correct_request(moved.id, way="email", language="en", asker=Asker(email="cy@example.org"))
    with transaction():
        assert print_letters(recall.id)
        assert mark_posted(recall.id, up_to=last) == 1
        assert [holder.request.id for holder in recall_sheet(recall).untold] == [moved.id]
        assert queue_corrections(recall.id) == 1
    with clock.at(clock.now() + HELD):
        work_off(app)
    assert sorted(str(message["To"]) for message in outgoing.sent) == ["ana@example.org", "cy@example.org"]
    assert recall_sheet(recall).told == 3


def test_a_mail_without_an_address_any_more_reaches_nobody(app: Flask, leaflet: Edition) -> None:
    recall = recall_of(leaflet)
    with transaction():
        queue_corrections(recall.id)
        ana = next(holder.request for holder in recall_sheet(recall).holders if holder.request.email)
        move_request(ana.id, "needs_info")
        correct_request(ana.id, way="post", language="en", asker=Asker(name="Ana", address=HOME))
    with clock.at(clock.now() + HELD):
        work_off(app)
    assert [holder.request.id for holder in recall_sheet(recall).unreachable] == [ana.id]


def test_a_person_who_is_forgotten_after_queueing_gets_no_mail(
    app: Flask, db: Session, leaflet: Edition, outgoing: FakeSmtp
) -> None:
    recall = recall_of(leaflet)
    with transaction():
        queue_corrections(recall.id)
    with transaction():
        for request_id in db.scalars(select(PacketRequest.id).where(PacketRequest.way == "email")):
            erase_person(request_id)
    with clock.at(clock.now() + timedelta(minutes=16)):
        work_off(app)
    assert outgoing.sent == []
    assert list(broken(app)) == []


def test_without_words_nobody_is_told(leaflet: Edition) -> None:
    recall = recall_of(leaflet, letter="")
    with transaction(), pytest.raises(NothingToSay):
        queue_corrections(recall.id)


def test_a_recall_that_is_over_can_be_opened_again(leaflet: Edition) -> None:
    recall = recall_of(leaflet)
    with transaction():
        end_recall(recall.id)
    with transaction(), pytest.raises(RecallIsOver):
        queue_corrections(recall.id)
    with transaction():
        reopen_recall(recall.id)
        assert queue_corrections(recall.id) == 2


def test_a_link_offers_the_newer_edition_and_whoever_takes_it_holds_it(db: Session, leaflet: Edition) -> None:
    recall_of(leaflet)
    link = db.scalars(select(PacketLink)).one()
    assert [(part.edition, part.withdrawn) for part in offered(link)] == [(None, leaflet)]
    with transaction():
        newer = make_edition(name="First steps, mended")
    assert [part.edition for part in offered(link)] == [newer]
    for _ in range(2):
        with transaction():
            keep_newer(link.id)
    held = db.scalars(select(Sending.edition_id).where(Sending.key == link.key).order_by(Sending.id)).all()
    assert held == [leaflet.id, newer.id]
    assert [part.edition for part in offered(link)] == [None, newer]
