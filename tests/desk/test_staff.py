"""The desk: what waits, what failed, who did what."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.operations import draft_acknowledgment
from ngoapp.core import outbox
from ngoapp.core.db import transaction
from ngoapp.core.outbox import OutboxRow, enqueue
from tests.accounts.fixtures import StaffClient
from tests.acknowledgments.factories import make_agreed_gift
from tests.donations.factories import make_cheque
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person


@pytest.fixture(autouse=True)
def _organisation(db: Session) -> None:
    with transaction():
        make_organisation()


def test_the_desk_counts_what_waits_and_leads_there(db: Session, staff_client: StaffClient) -> None:
    with transaction():
        draft_acknowledgment(make_agreed_gift().id)
        make_cheque(donor=make_person())
    page = staff_client("administrator").get("/staff/").text
    assert "name to approve" in page
    assert "receipt to release" in page
    assert 'href="/staff/thanks/"' in page


def test_each_role_sees_its_own_piles_only(db: Session, staff_client: StaffClient) -> None:
    page = staff_client("editor").get("/staff/").text
    assert "names to approve" in page
    assert "packets to post" not in page
    assert "/staff/packets/" not in page


def test_a_failed_job_is_shown_and_tried_again(app: Flask, db: Session, staff_client: StaffClient) -> None:
    with transaction():
        enqueue("nobody.knows", gift_id=1)
    row_id = outbox.due()[0]
    app.extensions["ngoapp.queue"].run_row(row_id)
    client = staff_client("administrator")
    assert "no job is called nobody.knows" in client.get("/staff/jobs/").text
    assert client.post(f"/staff/jobs/{row_id}/retry").status_code == 303
    db.expire_all()
    assert db.get_one(OutboxRow, row_id).state == "waiting"


def test_the_audit_names_who_did_what(db: Session, staff_client: StaffClient) -> None:
    with transaction():
        draft = draft_acknowledgment(make_agreed_gift().id)
    staff_client("editor").post(f"/staff/thanks/{draft.id}/publish")
    page = staff_client("auditor").get("/staff/audit/").text
    assert "Ines Okafor" in page
    assert "acknowledgment: published" in page
    assert staff_client("editor").get("/staff/audit/").status_code == 403
