"""Receipts, for staff: who may do what, and that every button does what it says."""

from datetime import timedelta
from io import BytesIO

import html5lib
import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.donations.gifts import release_gift
from ngoapp.receipts.jobs import issue
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.queries import active_receipt, waiting, working_link
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_card_gift, make_cheque
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person, make_person_at_home
from tests.receipts.factories import this_years
from tests.work import work_off


@pytest.fixture
def finance(db: Session, staff_client: StaffClient) -> FlaskClient:
    with transaction():
        make_organisation()
    return staff_client("finance")


def issued(*, by_post: bool = False, name: str = "Ruth Berg") -> Receipt:
    with transaction():
        donor = make_person_at_home(name) if by_post else make_person(name, "berg@example.org")
        gift_id = make_card_gift(donor=donor, donor_name=name).id
    issue(gift_id)
    receipt = active_receipt(gift_id)
    assert receipt
    return receipt


def actions(db: Session) -> list[str]:
    return list(db.scalars(select(AuditEntry.action).where(AuditEntry.actor_kind == "staff")))


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.text)
    return answer.text


def test_receipts_are_found_by_number_name_and_state(finance: FlaskClient) -> None:
    issued()
    issued(by_post=True, name="Zoë Ångström")
    assert this_years(1) in page(finance, "/staff/receipts/")
    assert "Ruth Berg" not in page(finance, "/staff/receipts/?q=zoë")
    assert "Ruth Berg" in page(finance, f"/staff/receipts/?q={this_years(1).lower()}&state=issued")
    assert "No receipt matches" in page(finance, "/staff/receipts/?state=void")


def test_the_list_is_empty_at_first_and_says_what_will_come(finance: FlaskClient) -> None:
    assert "No receipts yet" in page(finance, "/staff/receipts/")
    assert "Nothing to print" in page(finance, "/staff/receipts/to-print")


def test_staff_download_the_receipt_or_a_copy_and_that_is_kept(finance: FlaskClient, db: Session) -> None:
    receipt = issued()
    address = f"/staff/receipts/{receipt.id}/receipt.pdf"
    assert finance.get(address).data == receipt.file.content
    copy = finance.get(f"{address}?copy=1")
    assert copy.data != receipt.file.content
    assert f"{this_years(1)}-copy.pdf" in copy.headers["Content-Disposition"]
    assert actions(db) == ["receipt.downloaded", "receipt.downloaded"]


def test_a_held_mail_is_seen_and_stopped(
    finance: FlaskClient, db: Session, app: Flask, outgoing: FakeSmtp
) -> None:
    with transaction():
        release_gift(make_cheque(donor=make_person()).id)
    work_off(app)
    receipt = db.scalars(select(Receipt)).one()
    assert waiting()["receipts_held"] == 1
    assert "Jack and Elizabeth" in page(finance, "/staff/receipts/?state=held")
    assert "Stop the mail" in page(finance, f"/staff/receipts/{receipt.id}")
    answers = [finance.post(f"/staff/receipts/{receipt.id}/stop").status_code for _ in "12"]
    assert answers == [303, 409]
    with clock.at(clock.now() + timedelta(minutes=16)):
        work_off(app)
    assert outgoing.sent == []
    assert "Not mailed yet" in page(finance, f"/staff/receipts/{receipt.id}")


def test_a_receipt_is_sent_again_with_a_new_link_after_the_old_one_was_revoked(
    finance: FlaskClient, db: Session, app: Flask, outgoing: FakeSmtp
) -> None:
    receipt = issued()
    work_off(app)
    assert finance.post(f"/staff/receipts/{receipt.id}/revoke").status_code == 303
    db.rollback()
    assert working_link(receipt.id) is None
    assert [finance.post(f"/staff/receipts/{receipt.id}/send").status_code for _ in "12"] == [303, 409]
    with clock.at(clock.now() + timedelta(minutes=16)):
        work_off(app)
    first, second = outgoing.sent
    assert first["Message-ID"] != second["Message-ID"]


def test_a_corrected_receipt_cites_the_one_before(finance: FlaskClient, db: Session, app: Flask) -> None:
    receipt = issued()
    for _ in "12":
        assert finance.post(f"/staff/receipts/{receipt.id}/correct").status_code == 303
    work_off(app)
    assert this_years(2) in page(finance, f"/staff/receipts/{receipt.id}")
    new = db.scalars(select(Receipt).where(Receipt.replaces_id == receipt.id)).one()
    assert this_years(1) in page(finance, f"/staff/receipts/{new.id}")
    assert finance.post(f"/staff/receipts/{receipt.id}/correct").status_code == 409


def test_the_pile_is_printed_as_often_as_wanted_and_left_once_marked(finance: FlaskClient) -> None:
    ids = [issued(by_post=True, name=name).id for name in ("Ruth Berg", "Ola Nordmann")]
    assert "Ola Nordmann" in page(finance, "/staff/receipts/to-print")
    for _ in "12":
        answer = finance.post(
            "/staff/receipts/to-print/receipts.pdf", data={"receipt_id": ids, "start": "30"}
        )
        with pikepdf.open(BytesIO(answer.data)) as pdf:
            assert len(pdf.pages) == 2 + 2
    assert waiting()["receipts_to_print"] == 2
    for _ in "12":
        assert finance.post("/staff/receipts/to-print/printed", data={"receipt_id": ids}).status_code == 303
    assert "Nothing to print" in page(finance, "/staff/receipts/to-print")


def test_a_receipt_without_an_address_is_printed_without_a_label(finance: FlaskClient) -> None:
    with transaction():
        gift_id = make_card_gift(donor=make_person("Ruth Berg", None)).id
    issue(gift_id)
    receipt = active_receipt(gift_id)
    assert receipt
    assert "No address" in page(finance, "/staff/receipts/to-print")
    fields = {"receipt_id": [receipt.id], "start": "1"}
    answer = finance.post("/staff/receipts/to-print/receipts.pdf", data=fields)
    with pikepdf.open(BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"start": "1"}, "Tick the receipts first."),
        ({"start": "31", "receipt_id": "1"}, "Enter a number from 1 to 30."),
        ({"start": "x", "receipt_id": "1"}, "Enter a number from 1 to 30."),
    ],
)
def test_what_cannot_be_printed_is_said_beside_its_field(
    finance: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    issued(by_post=True)
    answer = finance.post("/staff/receipts/to-print/receipts.pdf", data=fields)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_label_that_does_not_fit_is_named(finance: FlaskClient) -> None:
    receipt = issued(by_post=True, name="W" * 190)
    fields = {"receipt_id": [receipt.id], "start": "1"}
    answer = finance.post("/staff/receipts/to-print/receipts.pdf", data=fields)
    assert answer.status_code == 422
    assert f"The label for {this_years(1)}" in answer.text


def test_an_auditor_reads_but_does_not_send_and_a_packet_desk_sees_nothing(
    finance: FlaskClient, staff_client: StaffClient
) -> None:
    receipt = issued()
    auditor, desk = staff_client("auditor"), staff_client("packet desk")
    assert auditor.get(f"/staff/receipts/{receipt.id}").status_code == 200
    for verb in ("send", "stop", "print-instead", "correct", "revoke"):
        assert auditor.post(f"/staff/receipts/{receipt.id}/{verb}").status_code == 403
    assert desk.get("/staff/receipts/").status_code == 403
    assert desk.get(f"/staff/receipts/{receipt.id}/receipt.pdf").status_code == 403
