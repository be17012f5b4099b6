"""The packet desk's batches as pages: choose, freeze, tick off, post, take back, print again after a jam."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.mailings.operations import keep_printer, remove_printer
from ngoapp.packets.batches.models import PacketBatch, PacketPiece
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import move_request
from ngoapp.packets.queries import waiting
from tests.accounts.factories import saved_staff, sign_in
from tests.organisation.factories import make_organisation
from tests.packets.factories import CANADA, make_edition, make_email_request, make_request
from tests.packets.pages import error_of, key_on, page, valid

NEW = "/staff/packets/batches/new"


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


def freeze(staff: FlaskClient, *requests: PacketRequest, **fields: str) -> str:
    address = f"{NEW}?" + "&".join(f"request={request.id}" for request in requests)
    ids = ",".join(str(request.id) for request in requests)
    data = {"action_key": key_on(page(staff, address)), "chosen": ids, "place": "1", "printer": "0", **fields}
    return staff.post(address, data=data).headers.get("Location", "")


def test_a_batch_goes_from_the_queue_to_the_post_and_back(db: Session, staff: FlaskClient) -> None:
    address = freeze(staff, *saved("Ana Ruiz", "Bo Lind"), start="7")
    assert address == "/staff/packets/batches/1"
    assert "from label 7 on" in page(staff, address)
    for ending, state in (("packed", "packed"), ("posted", "sent")):
        staff.post(f"{address}/{ending}")
        assert states(db) == [state, state]
    for reason, state in (("not_posted", "packed"), ("printer", "approved")):
        staff.post(f"{address}/undo", data={"reason": reason})
        assert states(db) == [state, state]
    assert "Taken back" in page(staff, "/staff/packets/batches/")
    assert staff.post(f"{address}/dance").status_code == 404
    assert staff.post(f"{address}/undo", data={"reason": "whim"}).status_code == 400


def test_with_nothing_ticked_everything_that_fits_the_filters_is_taken(staff: FlaskClient) -> None:
    saved("Ana Ruiz", "Bo Lind")
    saved("Luc Roy", address=CANADA)
    html = page(staff, f"{NEW}?country=CA")
    assert "LUC ROY" in html
    assert "ANA RUIZ" not in html
    assert page(staff, NEW).count('class="label-number"') == 3


def test_an_envelope_is_ticked_off_by_number_mark_or_code(db: Session, staff: FlaskClient) -> None:
    address = freeze(staff, *saved("Ana Ruiz", "Bo Lind", "Cy Park"))
    code = db.scalars(select(PacketPiece.code).where(PacketPiece.position == 3)).one()
    for typed in ("1", "b1-002", f" {code.lower()} "):
        assert staff.post(f"{address}/tick", data={"typed": typed}).location == address
    assert states(db) == ["packed"] * 3
    html = valid(staff.post(f"{address}/tick", data={"typed": "4"}))
    assert "Nothing in this batch" in error_of(html, "typed")


def test_ticked_envelopes_are_packed_or_pulled_out_together(db: Session, staff: FlaskClient) -> None:
    address = freeze(staff, *saved("Ana Ruiz", "Bo Lind", "Cy Park"))
    staff.post(f"{address}/pieces", data={"piece": ["1", "2"], "do": "packed"})
    staff.post(f"{address}/pieces", data={"piece": ["2"], "do": "unpacked"})
    staff.post(f"{address}/pieces", data={"piece": ["3"], "do": "aside"})
    assert states(db) == ["packed", "batched", "on_hold"]
    staff.post(f"{address}/posted")
    assert "Not packed yet: B1-002" in page(staff, address)
    assert staff.post(f"{address}/pieces", data={"piece": ["1"], "do": "burn"}).status_code == 404


def test_an_envelope_of_another_batch_is_left_alone(db: Session, staff: FlaskClient) -> None:
    first, second = saved("Ana Ruiz", "Bo Lind")
    address = freeze(staff, first)
    freeze(staff, second)
    staff.post(f"{address}/pieces", data={"piece": ["2", str(10**30)], "do": "packed"})
    assert "Tick some envelopes first" in page(staff, address)
    staff.post(f"{address}/pieces", data={"piece": ["1", "2"], "do": "packed"})
    assert states(db) == ["packed", "batched"]


@pytest.mark.parametrize("paper", ["labels", "slips", "pick-list"])
def test_each_paper_is_a_pdf(staff: FlaskClient, paper: str) -> None:
    address = freeze(staff, *saved("Ana Ruiz"), place="12")
    assert staff.get(f"{address}/{paper}.pdf").data.startswith(b"%PDF")


def test_after_a_jam_the_same_labels_come_once_more(staff: FlaskClient) -> None:
    address = freeze(staff, *saved(*(f"Asker {n}" for n in range(40))))
    key = key_on(page(staff, address))
    data = {"action_key": key, "sheets": "2", "marks": "", "start": "1"}
    assert staff.post(f"{address}/again", data=data).location == f"{address}#jam"
    staff.post(f"{address}/again", data=data)
    html = page(staff, address)
    assert html.count("10 labels again") == 1
    assert staff.get(f"{address}/again/1.pdf").data.startswith(b"%PDF")
    assert staff.get("/staff/packets/batches/2/again/1.pdf").status_code == 404
    html = valid(staff.post(f"{address}/again", data={**data, "action_key": "", "sheets": "3"}))
    assert "from 1 to 2" in error_of(html, "sheets")


def test_what_cannot_be_posted_is_listed_with_its_reason_and_left_out(
    db: Session, staff: FlaskClient
) -> None:
    good, bad = [*saved("Ana Ruiz"), *saved("Bo Lind", address={"country_code": "US"})]
    html = page(staff, f"{NEW}?request={good.id}&request={bad.id}")
    assert "Left out" in html
    assert f"/staff/packets/{bad.id}" in html
    freeze(staff, good, bad)
    assert states(db) == ["batched", "new"]


@pytest.mark.parametrize("start", ["0", "31", "x", "１", "9" * 6000])
def test_a_place_that_is_not_on_the_sheet_is_refused_and_nothing_is_frozen(
    db: Session, staff: FlaskClient, start: str
) -> None:
    request = saved("Ana Ruiz")[0]
    data = {"chosen": str(request.id), "place": "1", "printer": "0", "start": start}
    assert "1 to 30" in error_of(valid(staff.post(NEW, data=data)), "start")
    assert db.scalars(select(PacketBatch)).all() == []


@pytest.mark.parametrize("others", [0, 1])
def test_a_printer_that_was_removed_meanwhile_is_refused_beside_its_field(
    db: Session, staff: FlaskClient, others: int
) -> None:
    request = saved("Ana Ruiz")[0]
    with transaction():
        gone = keep_printer(name="By the door", right=0, down=0).id
        for number in range(others):
            keep_printer(name=f"Printer {number}", right=0, down=0)
        remove_printer(gone)
    for printer in (gone, 10**30):
        data = {"chosen": str(request.id), "place": "1", "printer": str(printer)}
        assert "just been removed" in error_of(valid(staff.post(NEW, data=data)), "printer")
    assert db.scalars(select(PacketBatch)).all() == []


def test_what_a_colleague_took_meanwhile_is_said(staff: FlaskClient) -> None:
    first, second = saved("Ana Ruiz", "Bo Lind")
    freeze(staff, first)
    data = {"chosen": f"{first.id},{second.id}", "place": "1", "printer": "0"}
    html = valid(staff.post(NEW, data=data))
    assert "taken by somebody else" in html
    assert "BO LIND" in html


def test_an_empty_queue_says_so(staff: FlaskClient) -> None:
    assert "Nothing to post" in page(staff, NEW)


def test_what_waits_is_counted(staff: FlaskClient) -> None:
    first, _ = saved("Ana Ruiz", "Bo Lind")
    with transaction():
        make_email_request(language="es")
        move_request(make_request("Cy Park").id, "on_hold")
    freeze(staff, first)
    assert waiting() == {
        "packets_to_post": 1,
        "packets_to_mail": 1,
        "packets_set_aside": 1,
        "packet_batches_in_hand": 1,
        "calls_to_return": 0,
        "shift_notes_to_read": 0,
        "leaflets_to_reorder": 0,
        "reviews_due": 0,
        "recalls_open": 0,
    }


def test_looking_and_printing_are_themselves_recorded_by_number(db: Session, staff: FlaskClient) -> None:
    request = saved("Ana Ruiz")[0]
    page(staff, "/staff/packets/")
    page(staff, f"/staff/packets/{request.id}")
    address = freeze(staff, request)
    page(staff, address)
    staff.get(f"{address}/labels.pdf")
    entries = db.scalars(
        select(AuditEntry).where(AuditEntry.actor_kind == "staff").order_by(AuditEntry.seq)
    ).all()
    assert [entry.action for entry in entries] == [
        "packet_requests.listed",
        "packet_request.viewed",
        "packet_requests.listed",
        "packet_request.batched",
        "packet_batch.frozen",
        "packet_batch.viewed",
        "packet_batch.exported",
    ]
    assert entries[0].detail == {"requests": str(request.id)}


def test_the_page_before_freezing_says_who_may_have_had_a_packet_already(staff: FlaskClient) -> None:
    requests = saved("Ana Ruiz", "Ana Ruiz", "Bo Lind")
    chosen = "&".join(f"request={request.id}" for request in requests)
    assert page(staff, f"{NEW}?{chosen}").count("Asked before?") == 2


def test_other_sheets_or_envelopes_are_chosen_without_losing_what_was_ticked(
    db: Session, staff: FlaskClient
) -> None:
    asked = saved("Ana Ruiz")[0].id
    assert page(staff, f"{NEW}?request={asked}").count('name="place"') == 30
    form = {"chosen": str(asked), "action_key": "k" * 30, "place": "20", "printer": "0"}
    for stock, places in (("L7165", 8), ("#10", 0)):
        html = valid(staff.post(NEW, data={**form, "stock": stock, "change_stock": "1"}))
        assert (html.count('name="place"'), f'value="{asked}"' in html) == (places, True)
    address = staff.post(NEW, data={**form, "stock": "#10", "start": "the third"}).location
    assert "on #10" in page(staff, address)
    assert staff.get(f"{address}/labels.pdf").data.startswith(b"%PDF")
