"""Batches: who is in them, packed, posted, taken back, and two people at once."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ngoapp.core.db import save, session, transaction
from ngoapp.mailings.labels import NothingToPrint, StartNotOnSheet
from ngoapp.mailings.queries import first_free, usual_stock
from ngoapp.packets import invariants
from ngoapp.packets.batches.models import PacketBatch, PacketPiece
from ngoapp.packets.batches.operations import (
    BatchIsOver,
    NobodyLeft,
    NotAllPacked,
    SomeCameBack,
    TakenMeanwhile,
    freeze_batch,
    mark_posted,
    pack,
    pack_all,
    set_aside,
    undo,
)
from ngoapp.packets.batches.queries import batch_sheet, batches
from ngoapp.packets.batches.returns import note_return
from ngoapp.packets.batches.sorting import sort_out
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import approve_request, erase_person, move_request
from tests.organisation.factories import make_organisation
from tests.packets.batches.factories import SHEET, batch_of, posted
from tests.packets.factories import CANADA, make_edition, make_email_request, make_request


@pytest.fixture(autouse=True)
def organisation(db: Session) -> None:
    with transaction():
        make_organisation()
        for language in ("en", "es"):
            make_edition(language)


def requests_in(batch: PacketBatch) -> list[PacketRequest]:
    return [piece.request for piece in batch_sheet(batch.id).there]


def test_home_comes_before_abroad_and_each_piece_has_its_mark_and_code(db: Session) -> None:
    abroad, home = make_request("Luc Roy", address=CANADA), make_request("Ana Ruiz")
    batch = batch_of(abroad, home, start=7)
    assert requests_in(batch) == [home, abroad]
    assert [piece.mark for piece in batch.pieces] == [f"B{batch.id}-001", f"B{batch.id}-002"]
    assert len({piece.code for piece in batch.pieces}) == 2


def test_what_goes_together_lies_together_in_lettered_groups(db: Session) -> None:
    asked = [
        make_request(f"Asker {n}", language=language, address=address)
        for n, (language, address) in enumerate((("es", None), ("en", CANADA), ("es", None), ("en", None)))
    ]
    groups = sort_out(asked, SHEET).groups
    kit = asked[0].kit.name
    assert [(group.letter, group.title, group.count) for group in groups] == [
        ("A", f"{kit} · English", 1),
        ("B", f"{kit} · English", 1),
        ("C", f"{kit} · Español", 2),
    ]


def test_the_same_form_sent_twice_is_one_batch(db: Session) -> None:
    request = make_request()
    assert batch_of(request, action_key="one") is batch_of(request, action_key="one")


def test_an_address_that_cannot_be_printed_stays_in_the_queue(db: Session) -> None:
    good = make_request("Ana Ruiz")
    bad = make_request("Bo Lind", address={"country_code": "US", "city": "Edina"})
    left_out = sort_out([good, bad], SHEET).left_out
    assert [one.request for one in left_out] == [bad]
    assert "ZIP code" in left_out[0].sentence
    assert (requests_in(batch_of(good, bad)), bad.state) == ([good], "new")


def test_a_name_that_no_font_can_set_is_left_out_with_the_reason(db: Session) -> None:
    good, bad = make_request("Ana Ruiz"), make_request("\U00012000\U00012001")
    result = sort_out([good, bad], SHEET)
    assert [one.request for one in result.ready] == [good]
    assert "No font" in result.left_out[0].sentence


def test_with_nothing_to_print_nothing_is_written(db: Session) -> None:
    bad = make_request(address={"country_code": "US"})
    with pytest.raises(NothingToPrint):
        batch_of(bad)
    with pytest.raises(StartNotOnSheet, match="labels 1 to 30"):
        batch_of(make_request(), start=31)
    assert db.scalars(select(PacketBatch)).all() == []


def test_frozen_then_packed_then_posted(db: Session) -> None:
    request = make_request()
    batch = batch_of(request)
    assert (request.state, batch.state) == ("batched", "frozen")
    pack_all(batch.id)
    assert request.state == "packed"
    assert mark_posted(batch.id) is mark_posted(batch.id)
    assert (request.state, request.sent_at is not None, batch.state) == ("sent", True, "sent")
    assert batch.pieces[0].posted_at
    assert list(invariants.broken()) == []


def test_nothing_is_posted_that_was_not_ticked_off(db: Session) -> None:
    batch = batch_of(make_request("Ana Ruiz"), make_request("Bo Lind"))
    pack(batch.pieces[0].id)
    with pytest.raises(NotAllPacked, match=f"Not packed yet: B{batch.id}-002"):
        mark_posted(batch.id)
    pack(batch.pieces[1].id)
    assert mark_posted(batch.id).state == "sent"


def test_ticking_off_twice_is_once_and_can_be_undone(db: Session) -> None:
    batch = batch_of(make_request())
    piece = batch.pieces[0]
    first = pack(piece.id).packed_at
    assert pack(piece.id).packed_at == first
    pack(piece.id, packed=False)
    assert (piece.packed_at, piece.request.state) == (None, "batched")


def test_posted_by_mistake_is_packed_again_and_frozen_by_mistake_is_in_the_queue_again(db: Session) -> None:
    request = make_request()
    batch = posted(request)
    undo(batch.id, reason="not_posted")
    assert (batch.state, batch.undo_reason, request.state, request.sent_at) == (
        *("frozen", "not_posted"),
        *("packed", None),
    )
    undo(batch.id, reason="printer")
    assert (batch.state, request.state, requests_in(batch)) == ("undone", "approved", [])
    assert undo(batch.id, reason="printer").state == "undone"
    with pytest.raises(BatchIsOver):
        mark_posted(batch.id)
    assert requests_in(batch_of(request)) == [request]


def test_what_has_come_back_cannot_be_unposted(db: Session) -> None:
    batch = posted(make_request())
    note_return(batch.pieces[0].code, reason="moved")
    with pytest.raises(SomeCameBack):
        undo(batch.id, reason="by_mistake")


def test_what_came_back_and_waits_to_go_to_another_address_cannot_be_unposted(db: Session) -> None:
    request = make_request()
    batch = posted(request, make_request("Bo Lind"))
    note_return(batch.pieces[0].code, reason="moved")
    move_request(request.id, "approved")
    with pytest.raises(SomeCameBack):
        undo(batch.id, reason="by_mistake")


def test_what_is_to_be_sent_once_more_cannot_be_unposted(db: Session) -> None:
    request = make_request()
    batch = posted(request, make_request("Bo Lind"))
    approve_request(request.id)
    with pytest.raises(SomeCameBack, match="once more"):
        undo(batch.id, reason="by_mistake")


def test_whoever_is_pulled_out_waits_and_the_others_keep_their_marks(db: Session) -> None:
    first, second, third = (make_request(name) for name in ("Ana Ruiz", "Bo Lind", "Cy Park"))
    batch = batch_of(first, second, third)
    set_aside(batch.pieces[1].id)
    assert (second.state, [piece.position for piece in batch_sheet(batch.id).there]) == ("on_hold", [1, 3])
    pack_all(batch.id)
    mark_posted(batch.id)
    assert (first.state, second.state, third.state) == ("sent", "on_hold", "sent")
    assert [piece.posted_at is None for piece in batch.pieces] == [False, True, False]


def test_a_request_that_is_set_aside_leaves_its_batch_by_itself(db: Session) -> None:
    held, kept = make_request("Ana Ruiz"), make_request("Bo Lind")
    batch = batch_of(held, kept)
    move_request(held.id, "on_hold")
    pack_all(batch.id)
    mark_posted(batch.id)
    assert (held.state, kept.state) == ("on_hold", "sent")


def test_a_packet_is_posted_once_more_in_another_batch(db: Session) -> None:
    request = make_request()
    first = posted(request)
    approve_request(request.id)
    second = posted(request)
    assert [count for _, count in batches()] == [1, 1]
    assert [batch.pieces[0].posted_at is not None for batch in (first, second)] == [True, True]
    assert list(invariants.broken()) == []


def test_a_person_who_is_forgotten_leaves_no_trace_of_where_the_envelope_went(db: Session) -> None:
    request = make_request()
    batch = posted(request)
    assert batch.pieces[0].address_key
    erase_person(request.id)
    db.refresh(batch.pieces[0])
    assert batch.pieces[0].address_key == ""


def test_a_batch_of_which_everybody_was_erased_stays_posted(db: Session) -> None:
    request = make_request()
    batch = posted(request)
    erase_person(request.id)
    with pytest.raises(NobodyLeft):
        undo(batch.id, reason="by_mistake")
    assert (batch.state, request.state) == ("sent", "sent")
    assert list(invariants.broken()) == []


def test_what_somebody_else_took_is_not_frozen_twice(db: Session) -> None:
    first, second = make_request("Ana Ruiz"), make_request("Bo Lind")
    batch_of(first)
    with pytest.raises(TakenMeanwhile, match="One of these requests"):
        batch_of(first, second)
    assert second.state == "new"


def test_a_request_by_email_is_never_in_a_batch(db: Session) -> None:
    with pytest.raises(TakenMeanwhile):
        batch_of(make_email_request())


def test_the_database_keeps_a_request_in_one_batch_at_a_time(db: Session) -> None:
    request = make_request()
    batch = batch_of(request)
    facts = {"position": 2, "code": "AAAAAA", "language": "en", "zone": "home"}
    with pytest.raises(DBAPIError):
        save(PacketPiece(batch_id=batch.id, request_id=request.id, **facts))


def test_of_three_people_who_freeze_at_once_two_are_told(app: Flask, db: Session) -> None:
    with transaction():
        ids = [make_request(f"Asker {n}").id for n in range(5)]
    outcomes: list[str] = []

    def work(key: str, mine: list[int]) -> None:
        with app.app_context():
            try:
                with transaction():
                    freeze_batch(action_key=key, request_ids=mine, stock="5160", start=1)
                outcomes.append("frozen")
            except TakenMeanwhile:
                outcomes.append("told")

    orders = (ids, ids[::-1], ids[2:] + ids[:2])
    people = [threading.Thread(target=work, args=(f"key-{n}", mine)) for n, mine in enumerate(orders)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["frozen", "told", "told"]
    db.rollback()
    assert sorted(db.scalars(select(PacketPiece.request_id))) == sorted(ids)


def test_the_sheet_that_was_begun_goes_on_where_the_last_batch_ended(db: Session) -> None:
    batch_of(make_request("Ana Ruiz"), make_request("Bo Lind"))
    assert (usual_stock().name, first_free(SHEET)) == ("5160", 3)
    batch = batch_of(make_request(), stock="l7160", start=5)
    assert (batch.stock, usual_stock().name) == ("L7160", "L7160")
    assert first_free(SHEET) == 3


@pytest.mark.breaks_rules
def test_the_check_finds_a_request_that_is_at_odds_with_its_batch(db: Session) -> None:
    with transaction():
        batch = batch_of(make_request())
    with transaction():
        session.execute(
            update(PacketBatch)
            .where(PacketBatch.id == batch.id)
            .values(state="sent", sent_at=batch.frozen_at)
        )
    assert list(invariants.broken()) == [f"packets: request 1 in batch {batch.id}, which is sent, is batched"]
