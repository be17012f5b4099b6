"""Printing at the packet desk, and the packets themselves."""

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.packets.kits.models import Edition
from ngoapp.packets.models import PacketRequest, PacketRun
from ngoapp.packets.operations import move_request
from ngoapp.packets.queries import waiting
from tests.accounts.factories import saved_staff, sign_in
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_email_request, make_request, packet_pdf
from tests.packets.pages import error_of, key_on, page, valid


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


def print_them(staff: FlaskClient, *requests: PacketRequest, **fields: str) -> str:
    address = "/staff/packets/runs/new?" + "&".join(f"request={request.id}" for request in requests)
    ids = ",".join(str(request.id) for request in requests)
    data = {"action_key": key_on(page(staff, address)), "chosen": ids, "place": "1", **fields}
    return staff.post(address, data=data).headers.get("Location", "")


def test_labels_are_printed_marked_sent_undone_and_taken_back(db: Session, staff: FlaskClient) -> None:
    requests = saved("Ana Ruiz", "Bo Lind")
    address = print_them(staff, *requests, start="7")
    assert address == "/staff/packets/runs/1"
    assert "from label 7 on" in page(staff, address)
    for ending, state in (("sent", "sent"), ("not-sent", "batched"), ("back", "approved")):
        staff.post(f"{address}/{ending}")
        assert states(db) == [state, state]
    assert "Taken back" in page(staff, "/staff/packets/runs/")
    assert staff.post(f"{address}/dance").status_code == 404


def test_the_sheet_is_a_pdf_and_can_begin_elsewhere(staff: FlaskClient) -> None:
    address = print_them(staff, *saved("Ana Ruiz"), place="12")
    assert staff.get(f"{address}/labels.pdf").data.startswith(b"%PDF")
    assert staff.get(f"{address}/labels.pdf?start=30").data.startswith(b"%PDF")
    assert staff.get(f"{address}/labels.pdf?start=31").location == address
    assert "it cannot start at 31" in page(staff, address)


def test_what_cannot_be_printed_is_listed_beside_its_request_and_left_out(
    db: Session, staff: FlaskClient
) -> None:
    good, bad = [*saved("Ana Ruiz"), *saved("Bo Lind", address={"country_code": "US"})]
    html = page(staff, f"/staff/packets/runs/new?request={good.id}&request={bad.id}")
    assert "Left out" in html
    assert f"/staff/packets/{bad.id}/correct" in html
    print_them(staff, good, bad)
    assert states(db) == ["batched", "new"]


@pytest.mark.parametrize("start", ["0", "31", "x", "１", "9" * 6000])
def test_a_place_that_is_not_on_the_sheet_is_refused_and_nothing_is_printed(
    db: Session, staff: FlaskClient, start: str
) -> None:
    request = saved("Ana Ruiz")[0]
    html = valid(
        staff.post("/staff/packets/runs/new", data={"chosen": str(request.id), "place": "1", "start": start})
    )
    assert "1 to 30" in error_of(html, "start")
    assert db.scalars(select(PacketRun)).all() == []


def test_what_a_colleague_printed_meanwhile_is_said(staff: FlaskClient) -> None:
    first, second = saved("Ana Ruiz", "Bo Lind")
    print_them(staff, first)
    data = {"chosen": f"{first.id},{second.id}", "place": "1"}
    html = valid(staff.post("/staff/packets/runs/new", data=data))
    assert "taken by somebody else" in html
    assert "BO LIND" in html


def test_nothing_chosen_shows_what_to_do(staff: FlaskClient) -> None:
    assert "Tick some requests" in page(staff, "/staff/packets/runs/new")


def test_an_edition_is_uploaded_sent_and_stopped(db: Session, staff: FlaskClient) -> None:
    key = key_on(page(staff, "/staff/packets/editions/new"))
    for _ in range(2):
        file = (io.BytesIO(packet_pdf(5)), "packet.pdf")
        fields = {
            "name": "First steps",
            "language": "es",
            "label": "2026/2",
            "active": "y",
            "reviewed_on": "",
        }
        staff.post("/staff/packets/editions/new", data={**fields, "action_key": key, "file": file})
    edition = db.scalars(select(Edition).where(Edition.language == "es")).one()
    assert (edition.pages, edition.reviewed_on) == (5, None)
    assert page(staff, "/staff/packets/editions/").count("Goes out") == 2
    staff.post(f"/staff/packets/editions/{edition.id}/stop")
    assert page(staff, "/staff/packets/editions/").count("Goes out") == 1
    staff.post(f"/staff/packets/editions/{edition.id}/send")
    assert page(staff, "/staff/packets/editions/").count("Goes out") == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GIF89a", "This file is not a PDF"),
        (b"%PDF-1.7\nnothing", "This file is not a PDF"),
    ],
)
def test_what_is_no_pdf_is_refused_beside_the_field(
    db: Session, staff: FlaskClient, content: bytes, sentence: str
) -> None:
    data = {
        "name": "First steps",
        "language": "en",
        "label": "2",
        "file": (io.BytesIO(content), "x.pdf"),
    }
    html = valid(staff.post("/staff/packets/editions/new", data=data))
    assert sentence in error_of(html, "file")
    assert 'value="First steps"' in html


def test_what_waits_is_counted(staff: FlaskClient) -> None:
    first, _ = saved("Ana Ruiz", "Bo Lind")
    with transaction():
        make_email_request(language="es")
        move_request(make_request("Cy Park").id, "on_hold")
    print_them(staff, first)
    assert waiting() == {
        "packets_to_post": 1,
        "packets_to_mail": 1,
        "packets_set_aside": 1,
        "packet_runs_to_send": 1,
    }


def test_looking_and_printing_are_themselves_recorded_by_number(db: Session, staff: FlaskClient) -> None:
    request = saved("Ana Ruiz")[0]
    page(staff, "/staff/packets/")
    page(staff, f"/staff/packets/{request.id}")
    address = print_them(staff, request)
    staff.get(f"{address}/labels.pdf")
    entries = db.scalars(
        select(AuditEntry).where(AuditEntry.actor_kind == "staff").order_by(AuditEntry.seq)
    ).all()
    assert [entry.action for entry in entries] == [
        "packet_requests.listed",
        "packet_request.viewed",
        "packet_requests.listed",
        "packet_request.batched",
        "packet_run.printed",
        "packet_run.exported",
    ]
    assert entries[0].detail == {"requests": str(request.id)}


def test_the_page_before_printing_says_who_may_have_had_a_packet_already(staff: FlaskClient) -> None:
    requests = saved("Ana Ruiz", "Ana Ruiz", "Bo Lind")
    chosen = "&".join(f"request={request.id}" for request in requests)
    assert page(staff, f"/staff/packets/runs/new?{chosen}").count("Asked before?") == 2


def test_other_sheets_are_chosen_without_losing_what_was_ticked(db: Session, staff: FlaskClient) -> None:
    with transaction():
        asked = make_request().id
    html = page(staff, f"/staff/packets/runs/new?request={asked}")
    assert html.count('name="place"') == 30
    form = {
        "chosen": str(asked),
        "action_key": "k" * 30,
        "stock": "L7165",
        "change_stock": "1",
        "place": "20",
    }
    html = valid(staff.post("/staff/packets/runs/new", data=form))
    assert (html.count('name="place"'), f'value="{asked}"' in html) == (8, True)
    del form["change_stock"]
    assert staff.post("/staff/packets/runs/new", data={**form, "place": "8"}).status_code == 303
