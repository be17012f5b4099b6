"""Staff see what happens, pause and resume the form, and give a run of test charges back in one step."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.outbox import OutboxRow
from ngoapp.desk.waiting import counts
from ngoapp.donations.attempts.models import FormPause, RefundRun
from ngoapp.donations.models import Gift
from ngoapp.donations.returns.models import DonorNote, RefundRequest
from tests.accounts.fixtures import StaffClient
from tests.donations.attempts.crowd import Visitor, tell
from tests.donations.giving import hidden
from tests.fakes import FakeSmtp, FakeStripe
from tests.work import work_off

PAGE = "/staff/gifts/attempts/"
CHARGES = f"{PAGE}charges"


def test_staff_pause_by_hand_with_a_reason_and_resume_with_one_press(
    app: Flask, db: Session, visitor: Visitor, staff_client: StaffClient, outgoing: FakeSmtp
) -> None:
    staff = staff_client("finance")
    assert "Say why" in staff.post(f"{PAGE}pause", data={"reason": ""}).text
    for _ in range(2):
        assert staff.post(f"{PAGE}pause", data={"reason": "The bank called"}).status_code == 303
    assert visitor.send().status_code == 429
    assert "The bank called" in staff.get(PAGE).text
    work_off(app)
    assert [sent["To"] for sent in outgoing.sent] == ["hello@example.org"]
    db.rollback()
    assert counts()["form_paused"] == 1
    [pause] = db.scalars(select(FormPause)).all()
    for _ in range(2):
        assert staff.post(f"{PAGE}{pause.id}/resume").status_code == 303
    assert visitor.send().status_code == 303
    db.rollback()
    assert counts()["form_paused"] == 0


def test_a_pause_by_hand_does_not_end_by_itself(
    app: Flask, db: Session, fund: int, staff_client: StaffClient
) -> None:
    staff_client("finance").post(f"{PAGE}pause", data={"reason": "The bank called"})
    assert not db.scalars(select(OutboxRow).where(OutboxRow.name == "donations.follow_pause")).all()


def test_who_only_reads_sees_the_page_and_cannot_press(fund: int, staff_client: StaffClient) -> None:
    auditor = staff_client("auditor")
    page = auditor.get(PAGE).text
    assert "Calm" in page
    assert "Pause the form" not in page
    assert auditor.post(f"{PAGE}pause", data={"reason": "x"}).status_code == 403
    assert auditor.get(CHARGES).status_code == 403
    assert staff_client("editor").get(PAGE).status_code == 403


def paid(visitor: Visitor, bank: FakeStripe, number: int, **form: str) -> int:
    """A gift that came through the form."""
    page = visitor.send(email=f"m{number}@example.net", **form).location.rpartition("/")[2]
    tell(bank, f"pay {page}")
    return session.scalars(select(Gift.id).order_by(Gift.id.desc())).first() or 0


@pytest.fixture
def charges(visitor: Visitor, bank: FakeStripe) -> list[int]:
    """Six test charges of five dollars, and a gift of somebody's."""
    ids = [paid(visitor, bank, number, amount="other", other="5") for number in range(6)]
    paid(visitor, bank, 9, amount="other", other="75")
    return ids


def run_of(staff: FlaskClient, ids: list[int]) -> dict[str, object]:
    """The form of a run, with these ticked."""
    page = staff.get(CHARGES).text
    return {"run_key": hidden(page, "run_key"), "gift": ids, "why": "Tried cards"}


def test_charges_that_are_alike_are_found_with_their_sum(
    charges: list[int], staff_client: StaffClient
) -> None:
    staff = staff_client("finance")
    now = clock.now()
    span = f"since={now - timedelta(days=2):%Y-%m-%dT%H:%M}&until={now + timedelta(days=1):%Y-%m-%dT%H:%M}"
    assert "6 gifts, $30.00 in all" in staff.get(f"{CHARGES}?{span}&amount=5").text
    assert staff.get(f"{CHARGES}?{span}&amount=5").text.count(" checked") == 6
    everything = staff.get(f"{CHARGES}?{span}").text
    assert "7 gifts, $105.00 in all" in everything
    assert " checked" not in everything, "a time alone makes nobody a thief"
    assert "No charges like these" in staff.get(f"{CHARGES}?{span}&card={'0' * 32}").text
    assert "after the beginning" in staff.get(f"{CHARGES}?since=2026-02-02T00:00&until=2026-01-01T00:00").text


def test_one_press_gives_them_back_once_and_writes_to_nobody(
    app: Flask, db: Session, charges: list[int], staff_client: StaffClient, outgoing: FakeSmtp
) -> None:
    staff = staff_client("finance")
    form = run_of(staff, charges)
    for _ in range(2):
        assert staff.post(CHARGES, data=form).status_code == 303
    work_off(app, only="donations.refund")
    work_off(app, only="donations.")
    db.rollback()
    assert len(db.scalars(select(RefundRun)).all()) == 1
    requests = db.scalars(select(RefundRequest)).all()
    assert {request.gift_id for request in requests} == set(charges)
    assert len(requests) == 6
    assert {request.state for request in requests} == {"arrived"}
    assert {note.state for note in db.scalars(select(DonorNote))} == {"held"}
    assert not outgoing.sent
    again = {**form, "run_key": "another-run-of-the-same-gifts"}
    assert "nothing is left to refund" in staff.post(CHARGES, data=again).text


def test_receipts_of_what_went_back_become_void(
    db: Session, app: Flask, charges: list[int], staff_client: StaffClient
) -> None:
    staff = staff_client("finance")
    staff.post(CHARGES, data=run_of(staff, charges[:2]))
    work_off(app, only="donations.refund")
    db.rollback()
    voided = db.scalars(select(OutboxRow.refs).where(OutboxRow.name == "receipts.void")).all()
    assert sorted(refs["gift_id"] for refs in voided) == charges[:2]


def test_a_run_above_the_limit_waits_for_a_second_person_as_a_whole(
    db: Session, visitor: Visitor, bank: FakeStripe, staff_client: StaffClient
) -> None:
    ids = [paid(visitor, bank, number, amount="other", other="300") for number in range(3)]
    first, second = staff_client("finance"), staff_client("finance")
    assert first.post(CHARGES, data=run_of(first, ids)).status_code == 303
    db.rollback()
    assert {request.state for request in db.scalars(select(RefundRequest))} == {"waiting"}
    [run] = db.scalars(select(RefundRun)).all()
    assert "Release 3" not in first.get(PAGE).text
    assert first.post(f"{PAGE}runs/{run.id}/release").status_code == 409
    assert "Release 3" in second.get(PAGE).text
    assert second.post(f"{PAGE}runs/{run.id}/release").status_code == 303
    db.rollback()
    assert {request.state for request in db.scalars(select(RefundRequest))} == {"released"}


def test_a_run_of_nothing_is_refused(charges: list[int], staff_client: StaffClient) -> None:
    staff = staff_client("finance")
    page = staff.post(CHARGES, data=run_of(staff, []))
    assert "Tick the gifts" in page.text
