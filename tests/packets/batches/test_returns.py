"""Returned mail: noted once, its address at rest until staff have looked, its request in the queue again once."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.packets import invariants
from ngoapp.packets.batches.codes import NoCode
from ngoapp.packets.batches.models import PacketBatch
from ngoapp.packets.batches.operations import pack
from ngoapp.packets.batches.queries import batch_sheet
from ngoapp.packets.batches.returns import (
    NotPosted,
    UnknownCode,
    address_is_right,
    latest_returns,
    note_return,
    undo_return,
)
from ngoapp.packets.batches.sorting import CAME_BACK, sort_out
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import Asker, approve_request, correct_request, erase_person
from tests.accounts.factories import saved_staff, sign_in
from tests.organisation.factories import make_organisation
from tests.packets.batches.factories import SHEET, batch_of, posted
from tests.packets.factories import HOME, make_edition, make_request
from tests.packets.pages import error_of, page, valid

ELSEWHERE = {**HOME, "street_address": "9 Oak Ave"}
RETURNED = "/staff/packets/returned/"


@pytest.fixture(autouse=True)
def desk(db: Session) -> None:
    with transaction():
        make_organisation()
        make_edition()


def code_of(batch: PacketBatch) -> str:
    return batch.pieces[0].code


def corrected(request: PacketRequest, address: dict[str, str]) -> PacketRequest:
    asker = Asker(name=request.name, address=address)
    return correct_request(request.id, way="post", language="en", asker=asker)


def test_what_comes_back_sets_its_request_aside_once(db: Session) -> None:
    request = make_request()
    batch = posted(request)
    first = note_return(code_of(batch).lower(), reason="moved")
    assert (request.state, first.is_new, first.piece.return_reason) == ("returned", True, "moved")
    again = note_return(code_of(batch), reason="refused")
    assert (again.is_new, again.piece.return_reason, request.state) == (False, "moved", "returned")
    assert [piece.request for piece in latest_returns()] == [request]
    assert list(invariants.broken()) == []


def test_a_code_that_is_none_or_nobodys_or_not_posted_is_refused_in_words(db: Session) -> None:
    batch = batch_of(make_request())
    with pytest.raises(NoCode, match="sign by sign"):
        note_return("7K3F2", reason="moved")
    with pytest.raises(NoCode):
        note_return("222223", reason="moved")
    with pytest.raises(NotPosted, match="still in hand"):
        note_return(code_of(batch), reason="moved")
    with pytest.raises(UnknownCode):
        note_return("222222", reason="moved")


def test_nothing_goes_to_an_address_that_mail_came_back_from_until_staff_have_looked(db: Session) -> None:
    note_return(code_of(posted(make_request())), reason="not_here")
    neighbour = make_request("Bo Lind", address={**HOME, "street_address": "120 LAKE ST. W"})
    other = make_request("Cy Park", address=ELSEWHERE)
    result = sort_out([neighbour, other], SHEET)
    assert [(one.request, one.sentence) for one in result.left_out] == [(neighbour, CAME_BACK)]
    address_is_right(neighbour.id)
    assert sort_out([neighbour], SHEET).left_out == []
    note_return(code_of(posted(neighbour)), reason="not_here")
    assert sort_out([make_request("Di Moe")], SHEET).left_out


def test_with_another_address_it_goes_out_again_by_itself_once(db: Session) -> None:
    request = make_request()
    note_return(code_of(posted(request)), reason="moved")
    corrected(request, HOME)
    assert request.state == "returned"
    corrected(request, ELSEWHERE)
    assert request.state == "approved"
    batch = posted(request)
    assert request.state == "resent"
    note_return(code_of(batch), reason="moved")
    corrected(request, {**HOME, "street_address": "1 Elm St"})
    assert request.state == "returned"


def test_a_scan_by_mistake_is_undone(db: Session) -> None:
    request = make_request()
    batch = posted(request)
    note_return(code_of(batch), reason="refused")
    undo_return(batch.pieces[0].id)
    undo_return(batch.pieces[0].id)
    assert (request.state, batch.pieces[0].returned_at) == ("sent", None)
    assert sort_out([make_request("Bo Lind")], SHEET).left_out == []


def test_mail_to_somebody_who_is_forgotten_is_noted_and_nothing_more(db: Session) -> None:
    request = make_request()
    batch = posted(request)
    erase_person(request.id)
    noted = note_return(code_of(batch), reason="moved")
    assert "The person is erased" in noted.sentence
    assert (request.state, noted.piece.returned_at is not None) == ("sent", True)
    assert sort_out([make_request("Bo Lind")], SHEET).left_out == []


def test_a_first_envelope_that_comes_back_late_disturbs_no_second_one(db: Session) -> None:
    request = make_request()
    first = posted(request)
    note_return(code_of(first), reason="moved")
    corrected(request, ELSEWHERE)
    undo_return(first.pieces[0].id)
    second = batch_of(request)
    noted = note_return(code_of(first), reason="moved")
    assert "gone on meanwhile" in noted.sentence
    assert (request.state, batch_sheet(second.id).returned) == ("batched", [])


def test_codes_are_scanned_one_after_the_other_and_each_is_answered(client: FlaskClient, db: Session) -> None:
    with transaction():
        batch = posted(make_request("Ana Ruiz"), make_request("Bo Lind"))
        codes = [piece.code for piece in batch.pieces]
    sign_in(client, saved_staff("packet desk"))
    assert "autofocus" in page(client, RETURNED)
    html = valid(client.post(RETURNED, data={"code": codes[0], "reason": "moved"}))
    assert f"B{batch.id}-001 is noted" in html
    assert 'value="moved" checked' in html
    assert codes[0] not in html
    html = valid(client.post(RETURNED, data={"code": "nonsense", "reason": "moved"}))
    assert "no code of ours" in error_of(html, "code")
    client.post(f"{RETURNED}1/undo")
    assert "has not come back after all" in page(client, RETURNED)


def test_the_page_of_a_request_tells_of_each_of_its_envelopes(db: Session, client: FlaskClient) -> None:
    with transaction():
        request = make_request()
        first = posted(request)
        note_return(code_of(first), reason="moved")
        corrected(request, ELSEWHERE)
        second = batch_of(request)
    sign_in(client, saved_staff("packet desk"))
    html = " ".join(page(client, f"/staff/packets/{request.id}").split())
    assert "Its envelopes" in html
    in_hand, came_back = html.split(f"{second.pieces[0].mark}</a>")[1].split(f"{first.pieces[0].mark}</a>")
    assert "Label printed" in in_hand
    assert second.pieces[0].code in in_hand
    assert ">Came back</span>" in came_back
    assert ": moved away" in came_back


def test_an_envelope_stands_where_it_got_to(db: Session) -> None:
    request = make_request()
    piece = batch_of(request).pieces[0]
    stood = [piece.standing[0]]
    pack(piece.id)
    stood.append(piece.standing[0])
    pack(piece.id, packed=False)
    approve_request(request.id)
    stood.append(piece.standing[0])
    assert stood == ["Label printed", "Packed", "Taken out"]
