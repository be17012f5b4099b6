"""The mail that carries a link."""

import smtplib

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.packets import invariants
from ngoapp.packets.jobs import send_link
from ngoapp.packets.models import PacketLink, PacketRequest
from ngoapp.packets.operations import move_request
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_email_request
from tests.work import work_off


def asked_by_email() -> PacketRequest:
    with transaction():
        make_organisation()
        make_edition()
        return make_email_request()


def test_the_job_run_twice_is_one_mail_to_the_reader(db: Session, outgoing: FakeSmtp) -> None:
    link = asked_by_email().links[0]
    send_link(link.id)
    send_link(link.id)
    first, second = outgoing.sent
    assert bytes(first) == bytes(second)
    assert first["Message-ID"].startswith(f"<packet-link-{link.id}.")


def test_sender_and_subject_tell_no_diagnosis(db: Session, outgoing: FakeSmtp) -> None:
    send_link(asked_by_email().links[0].id)
    message = outgoing.sent[0]
    assert message["Subject"] == "The packet from NSN that you asked for"
    assert "cleroderma" not in message["Subject"] + message["From"]


def test_the_database_keeps_no_token(db: Session, outgoing: FakeSmtp) -> None:
    link = asked_by_email().links[0]
    send_link(link.id)
    text = outgoing.sent[0].get_body(("plain",))
    assert text
    assert db.scalar(select(PacketLink.digest)) not in text.get_content()
    assert link.nonce not in text.get_content()


def test_a_request_counts_as_sent_once_the_server_has_the_mail(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    request = asked_by_email()
    outgoing.failure = smtplib.SMTPServerDisconnected()
    work_off(app)  # one try; then the job pauses
    db.refresh(request)
    assert request.state == "approved"
    outgoing.failure = None
    send_link(request.links[0].id)
    db.rollback()
    assert db.scalar(select(PacketRequest.state)) == "sent"


def test_a_request_that_was_closed_meanwhile_is_not_mailed(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    request = asked_by_email()
    with transaction():
        move_request(request.id, "cancelled")
    work_off(app)
    assert outgoing.sent == []


@pytest.mark.breaks_rules
def test_the_check_finds_a_link_that_nobody_will_mail(db: Session) -> None:
    link = asked_by_email().links[0]
    assert list(invariants.broken()) == []
    with transaction():
        db.connection().exec_driver_sql("DELETE FROM outbox_rows")
    assert list(invariants.broken()) == [f"packets: link {link.id} was neither mailed nor is it on its way"]
