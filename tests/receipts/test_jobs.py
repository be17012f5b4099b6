"""From the gift to the mail: the worker's part, run twice where a repeat can happen."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.smtp import AddressRefused
from ngoapp.core import clock
from ngoapp.core.db import session, transaction
from ngoapp.core.outbox import OutboxRow, enqueue
from ngoapp.donations.gifts import add_movement, release_gift
from ngoapp.people.bounced import note_email_bounced, people_bounced
from ngoapp.receipts.invariants import broken
from ngoapp.receipts.jobs import issue, send, void
from ngoapp.receipts.links import revoke_links
from ngoapp.receipts.models import Receipt, ReceiptCounter
from ngoapp.receipts.operations import stop_sending
from ngoapp.receipts.queries import waiting
from tests.donations.factories import make_card_gift, make_cheque
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person, make_person_at_home
from tests.receipts.factories import this_years
from tests.work import work_off


@pytest.fixture(autouse=True)
def _organisation(db: Session) -> None:
    with transaction():
        make_organisation()


def plain_text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body
    return str(body.get_content())


def only_receipt(db: Session) -> Receipt:
    db.rollback()
    return db.scalars(select(Receipt)).one()


def test_a_card_gift_is_receipted_and_its_pdf_mailed_with_a_link(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    with transaction():
        make_card_gift()
    work_off(app)
    receipt = only_receipt(db)
    (message,) = outgoing.sent
    (attached,) = message.iter_attachments()
    assert message["To"] == "lewis@example.org"
    assert message["Subject"] == "Your receipt from NSN"
    assert attached.get_filename() == f"{this_years(1)}.pdf"
    assert attached.get_content() == receipt.file.content
    assert "http://localhost/receipts/" in plain_text(message)
    assert receipt.mailed_at
    assert list(broken()) == []


def test_running_each_job_again_changes_nothing_and_the_mail_is_the_same_bytes(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    with transaction():
        gift_id = make_card_gift().id
    issue(gift_id)
    issue(gift_id)
    receipt_id = only_receipt(db).id
    send(receipt_id, 1)
    send(receipt_id, 1)
    first, second = outgoing.sent
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()


def test_a_donor_without_email_waits_on_the_pile_and_is_not_mailed(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    with transaction():
        make_card_gift(donor=make_person_at_home())
    work_off(app)
    assert (only_receipt(db).delivery, outgoing.sent) == ("post", [])


def test_a_released_cheque_is_mailed_after_a_quarter_of_an_hour_unless_stopped(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    for stopped in (False, True):
        with transaction():
            gift = make_cheque(donor=make_person("Ruth Berg", "berg@example.org"))
            release_gift(gift.id)
        work_off(app)
        assert len(outgoing.sent) == int(stopped)
        receipt = db.scalars(select(Receipt).where(Receipt.gift_id == gift.id)).one()
        if stopped:
            with transaction():
                stop_sending(receipt.id)
        with clock.at(clock.now() + timedelta(minutes=16)):
            work_off(app)
        assert len(outgoing.sent) == 1


def test_a_full_refund_voids_the_receipt_and_a_partial_one_does_not(app: Flask, db: Session) -> None:
    with transaction():
        gift = make_card_gift()
    work_off(app)
    for part, state in ((gift.amount.minor - 1, "issued"), (1, "void")):
        with transaction():
            amount = type(gift.amount)(-part, "USD")
            add_movement(gift, kind="refund", source=f"re_{part}", amount=amount, moved_on=gift.gift_on)
            enqueue("receipts.void", gift_id=gift.id)
        work_off(app)
        void(gift.id)
        assert only_receipt(db).state == state
    assert list(broken()) == []


def test_a_receipt_that_ended_is_not_mailed(app: Flask, db: Session, outgoing: FakeSmtp) -> None:
    with transaction():
        gift = make_card_gift()
    issue(gift.id)
    with transaction():
        receipt = only_receipt(db)
        receipt.state, receipt.ended_at, receipt.ended_reason = "void", clock.now(), "given back"
    send(receipt.id, 1)
    assert outgoing.sent == []


def test_a_mail_after_a_revoked_link_brings_a_fresh_one(app: Flask, db: Session, outgoing: FakeSmtp) -> None:
    with transaction():
        make_card_gift()
    work_off(app)
    receipt = only_receipt(db)
    with transaction():
        revoke_links(receipt)
    send(receipt.id, 1)
    bodies = [plain_text(message) for message in outgoing.sent]
    assert bodies[0] != bodies[1]


@pytest.mark.breaks_rules
def test_the_check_finds_a_gap_a_gift_without_receipt_and_a_receipt_without_gift(db: Session) -> None:
    with transaction():
        gift = make_card_gift()
    assert list(broken()) == []
    issue(gift.id)
    with transaction():
        for row in session.scalars(select(OutboxRow)):
            row.state = "dead"
        make_card_gift()
        session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first().state = "dead"  # type: ignore[union-attr]
        session.scalars(select(ReceiptCounter)).one().last = 3
        add_movement(
            gift, kind="refund", source="re_1", amount=type(gift.amount)(-5000, "USD"), moved_on=gift.gift_on
        )
    sentences = "\n".join(broken())
    assert "does not run from 1 to 3 without a gap" in sentences
    assert "is due a receipt and none is on its way" in sentences
    assert "is in force though its gift was given back in full" in sentences


def test_a_receipt_whose_address_the_server_refuses_is_printed_and_the_address_is_tried_no_more(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    with transaction():
        make_card_gift()
    outgoing.failure = AddressRefused()
    work_off(app)
    outgoing.failure = None
    db.rollback()
    receipt = only_receipt(db)
    assert (receipt.delivery, receipt.printed_at, receipt.mailed_at) == ("post", None, None)
    assert [person.email for person in people_bounced()] == ["lewis@example.org"]
    assert {row.state for row in db.scalars(select(OutboxRow))} == {"done"}
    assert waiting()["receipts_to_print"] == 1


def test_a_receipt_whose_donor_cannot_be_mailed_any_more_is_printed(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    with transaction():
        gift = make_cheque(donor=make_person())
        release_gift(gift.id)
    issue(gift.id)
    with transaction():
        note_email_bounced(["lewis@example.org"])
    receipt = only_receipt(db)
    send(receipt.id, receipt.sendings)
    send(receipt.id, receipt.sendings)
    assert outgoing.sent == []
    assert (receipt.delivery, receipt.printed_at) == ("post", None)
