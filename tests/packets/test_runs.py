"""Print runs: who is on them, sent, taken back, printed again, and two people at once."""

import io
import threading

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ngoapp.core.db import save, session, transaction
from ngoapp.mailings.labels import NothingToPrint, StartNotOnSheet
from ngoapp.mailings.operations import keep_printer
from ngoapp.mailings.queries import first_free, usual_stock
from ngoapp.mailings.stock import find_stock
from ngoapp.packets import invariants
from ngoapp.packets.labels import sort_out
from ngoapp.packets.models import PacketPiece, PacketRequest, PacketRun
from ngoapp.packets.operations import approve_request, move_request
from ngoapp.packets.runs import (
    RunIsOver,
    TakenMeanwhile,
    mark_sent,
    pieces_in,
    print_run,
    run_pdf,
    runs,
    take_back,
    undo_sent,
)
from tests.mailings.sheets import ink
from tests.organisation.factories import make_organisation
from tests.packets.factories import CANADA, make_edition, make_email_request, make_request

SHEET = find_stock("5160")


@pytest.fixture(autouse=True)
def organisation(db: Session) -> None:
    with transaction():
        make_organisation()


def run_of(*requests: PacketRequest, start: int = 1, action_key: str = "run") -> PacketRun:
    return print_run(
        action_key=action_key, request_ids=[request.id for request in requests], stock="5160", start=start
    )


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_printed_labels_stand_in_upper_case_and_abroad_comes_after_home(db: Session) -> None:
    abroad, home = make_request("Luc Roy", address=CANADA), make_request("Ana Ruiz")
    run = run_of(abroad, home, start=7)
    assert [piece.request for piece in pieces_in(run)] == [home, abroad]
    text = text_of(run_pdf(run.id))
    assert "ANA RUIZ" in text
    assert "MINNEAPOLIS MN 55408" in text
    assert "MONTREAL QC  H3Z 2Y7" in text
    assert "CANADA" in text


def test_languages_are_printed_one_after_the_other(db: Session) -> None:
    asked = [
        make_request(f"Asker {n}", language=language) for n, language in enumerate(("es", "en", "es", "en"))
    ]
    order = [request.language for request, _ in sort_out(asked, SHEET).labels]
    assert order == ["en", "en", "es", "es"]


def test_the_same_print_form_sent_twice_is_one_run(db: Session) -> None:
    request = make_request()
    assert run_of(request) is run_of(request)


def test_an_address_that_cannot_be_printed_stays_in_the_queue(db: Session) -> None:
    good, bad = (
        make_request("Ana Ruiz"),
        make_request("Bo Lind", address={"country_code": "US", "city": "Edina"}),
    )
    left_out = sort_out([good, bad], SHEET).left_out
    assert [one.request for one in left_out] == [bad]
    assert "ZIP code" in left_out[0].sentence
    run = run_of(good, bad)
    assert ([piece.request for piece in pieces_in(run)], bad.state) == ([good], "new")


def test_a_name_that_no_font_can_set_is_left_out_with_the_reason(db: Session) -> None:
    good, bad = make_request("Ana Ruiz"), make_request("\U00012000\U00012001")
    result = sort_out([good, bad], SHEET)
    assert [request for request, _ in result.labels] == [good]
    assert "No font" in result.left_out[0].sentence


def test_with_nothing_to_print_nothing_is_written(db: Session) -> None:
    bad = make_request(address={"country_code": "US"})
    with pytest.raises(NothingToPrint):
        run_of(bad)
    with pytest.raises(StartNotOnSheet, match="labels 1 to 30"):
        run_of(make_request(), start=31)
    assert db.scalars(select(PacketRun)).all() == []


def test_sent_then_undone_then_sent(db: Session) -> None:
    request = make_request()
    run = run_of(request)
    mark_sent(run.id)
    assert mark_sent(run.id) is run
    assert (request.state, request.sent_at is not None, run.state) == ("sent", True, "sent")
    undo_sent(run.id)
    assert (request.state, run.state) == ("batched", "printed")
    assert request.sent_at is None
    mark_sent(run.id)
    assert request.state == "sent"


def test_a_run_that_was_taken_back_leaves_its_requests_free_for_the_next(db: Session) -> None:
    request = make_request()
    run = run_of(request)
    take_back(run.id)
    assert (request.state, pieces_in(run)) == ("approved", [])
    assert [piece.request for piece in pieces_in(run_of(request, action_key="next"))] == [request]
    with pytest.raises(RunIsOver):
        mark_sent(run.id)
    with pytest.raises(NothingToPrint):
        run_pdf(run.id)


def test_a_request_that_is_set_aside_leaves_its_run_and_the_rest_is_sent(db: Session) -> None:
    held, kept = make_request("Ana Ruiz"), make_request("Bo Lind")
    run = run_of(held, kept)
    move_request(held.id, "on_hold")
    mark_sent(run.id)
    assert (held.state, kept.state) == ("on_hold", "sent")
    assert "ANA RUIZ" not in text_of(run_pdf(run.id))


def test_a_packet_is_posted_once_more_in_another_run(db: Session) -> None:
    request = make_request()
    first = run_of(request)
    mark_sent(first.id)
    approve_request(request.id)
    mark_sent(run_of(request, action_key="again").id)
    assert [count for _, count in runs()] == [1, 1]
    assert list(invariants.broken()) == []


def test_what_somebody_else_took_is_not_printed_twice(db: Session) -> None:
    first, second = make_request("Ana Ruiz"), make_request("Bo Lind")
    run_of(first)
    with pytest.raises(TakenMeanwhile, match="One of these requests"):
        run_of(first, second, action_key="other")
    assert second.state == "new"


def test_a_request_by_email_is_never_on_a_sheet(db: Session) -> None:
    make_edition()
    with pytest.raises(TakenMeanwhile):
        run_of(make_email_request())


def test_the_database_keeps_a_request_in_one_run_at_a_time(db: Session) -> None:
    request = make_request()
    run = run_of(request)
    with pytest.raises(DBAPIError):
        save(PacketPiece(run_id=run.id, request_id=request.id, position=2))


def test_of_three_people_who_print_at_once_two_are_told(app: Flask, db: Session) -> None:
    with transaction():
        ids = [make_request(f"Asker {n}").id for n in range(5)]
    outcomes: list[str] = []

    def work(key: str) -> None:
        with app.app_context():
            try:
                with transaction():
                    print_run(action_key=key, request_ids=ids, stock="5160", start=1)
                outcomes.append("printed")
            except TakenMeanwhile:
                outcomes.append("told")

    people = [threading.Thread(target=work, args=(f"key-{n}",)) for n in range(3)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["printed", "told", "told"]


@pytest.mark.breaks_rules
def test_the_check_finds_a_request_that_is_at_odds_with_its_run(db: Session) -> None:
    with transaction():
        run = run_of(make_request())
    with transaction():
        session.execute(update(PacketRun).where(PacketRun.id == run.id).values(state="sent"))
    assert list(invariants.broken()) == [f"packets: request 1 is batched in run {run.id}, which is sent"]


def test_the_sheet_that_was_begun_goes_on_where_the_last_run_ended(db: Session) -> None:
    with transaction():
        run_of(make_request(), make_request())
        assert (usual_stock().name, first_free(SHEET)) == ("5160", 3)
        requests = [make_request().id]
        run = print_run(action_key="another", request_ids=requests, stock="l7160", start=5)
        assert (run.stock, usual_stock().name) == ("L7160", "L7160")
        assert first_free(SHEET) == 3


def test_a_run_is_printed_on_its_own_sheets_moved_as_the_printer_needs_it(db: Session) -> None:
    with transaction():
        run = run_of(make_request())
        printer = keep_printer(name="Askew", right=20, down=0)
        straight, moved = run_pdf(run.id), run_pdf(run.id, printer_id=printer.id)
    shift = ink(moved)[0].left - ink(straight)[0].left
    assert round(shift, 1) == 2.0
