"""What comes back to the mailbox: each message once, packets' apart from everybody else's."""

import mailbox as standard
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.adapters.kept_mail import Kept, MailboxAway
from ngoapp.adapters.mailbox import mailbox_at
from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.desk.bounces.jobs import read_bounces
from ngoapp.desk.bounces.models import MailboxMessage
from ngoapp.desk.bounces.operations import KEPT, came_back
from ngoapp.packets.mailed.operations import note_bounced
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.privacy.links import ask_for_page
from ngoapp.people.models import Person
from ngoapp.people.operations import change_person, find_or_make_person
from ngoapp.receipts.operations import HELD_FOR
from tests.adapters.reports import FAILED, human_mail, report
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.packets.factories import make_edition, make_email_request
from tests.receipts.factories import make_receipt
from tests.work import work_off

ADDRESS = "ana@example.org"


class Broken:
    """A mailbox of which the second message cannot be read the first time."""

    def __init__(self, path: Path) -> None:
        self.whole = mailbox_at(f"mbox://{path}")
        self.times = 0

    def messages(self) -> Iterator[Kept]:
        """As many as can be read."""
        for number, kept in enumerate(self.whole.messages()):
            if number and not self.times:
                self.times += 1
                raise MailboxAway("TimeoutError")
            yield kept


@pytest.fixture
def box(app: Flask, tmp_path: Path) -> Iterator[standard.mbox]:
    """The mailbox file, which the app reads as in life."""
    before = app.extensions["ngoapp.mailbox"]
    app.extensions["ngoapp.mailbox"] = mailbox_at(f"mbox://{tmp_path}/bounces")
    file = standard.mbox(tmp_path / "bounces")
    yield file
    file.close()
    app.extensions["ngoapp.mailbox"] = before


@pytest.fixture
def packet(app: Flask, db: Session) -> PacketRequest:
    """A packet that was mailed."""
    with transaction():
        make_organisation()
        make_edition()
        request = make_email_request(ADDRESS)
    work_off(app)
    return request


@pytest.fixture
def donor(db: Session) -> Person:
    """A donor with the same mailbox."""
    with transaction():
        return find_or_make_person(name="Ana Ruiz", email=ADDRESS)


def comes_back(box: standard.mbox, *messages: bytes) -> None:
    for message in messages:
        box.add(message)
    box.flush()


def sent_as(outgoing: FakeSmtp) -> str:
    return str(outgoing.sent[-1]["Message-ID"])


def fresh(db: Session, row: PacketRequest | Person) -> PacketRequest | Person:
    db.rollback()
    db.refresh(row)
    return row


def has_bounced(db: Session, donor: Person) -> bool:
    db.rollback()
    return db.scalar(select(Person.email_bounced_at).where(Person.id == donor.id)) is not None


@pytest.mark.parametrize("server", FAILED)
def test_a_packet_that_came_back_is_known_by_our_letter_whichever_server_says_so(
    db: Session, outgoing: FakeSmtp, box: standard.mbox, packet: PacketRequest, server: str
) -> None:
    comes_back(box, report("forwarded@elsewhere.example", sent_as(outgoing), server=server))
    read_bounces()
    fresh(db, packet)
    assert packet.state == "returned"


def test_what_came_back_about_a_packet_tells_the_donors_side_nothing(
    db: Session, outgoing: FakeSmtp, box: standard.mbox, packet: PacketRequest, donor: Person
) -> None:
    comes_back(box, report(ADDRESS, sent_as(outgoing)), report(ADDRESS, "<gone@elsewhere>"))
    read_bounces()
    assert not has_bounced(db, donor)
    fresh(db, packet)
    assert packet.state == "returned"


def test_a_report_that_names_no_letter_is_taken_for_the_packet_that_went_there_of_late(
    db: Session, box: standard.mbox, packet: PacketRequest, donor: Person
) -> None:
    comes_back(box, report(ADDRESS, "<unknown@elsewhere.example>"))
    read_bounces()
    fresh(db, packet)
    assert packet.state == "returned"
    assert not has_bounced(db, donor)


def test_other_mail_that_came_back_is_noted_on_whoever_has_the_address(
    db: Session, box: standard.mbox, donor: Person
) -> None:
    comes_back(box, report(ADDRESS.upper(), "<receipt-1@localhost>"))
    read_bounces()
    assert has_bounced(db, donor)


def test_a_receipt_that_came_back_is_printed(
    db: Session, outgoing: FakeSmtp, box: standard.mbox, app: Flask
) -> None:
    with transaction():
        make_organisation()
    receipt = make_receipt()
    with clock.at(clock.now() + HELD_FOR):
        work_off(app)
    comes_back(box, report(str(outgoing.sent[-1]["To"]), sent_as(outgoing)))
    read_bounces()
    db.rollback()
    db.refresh(receipt)
    assert (receipt.delivery, receipt.printed_at) == ("post", None)


def test_a_made_up_report_about_a_packet_is_about_none(
    db: Session, box: standard.mbox, packet: PacketRequest
) -> None:
    made_up = f"<packet-link-{packet.links[0].id}.0123456789abcdef@localhost>"
    comes_back(box, report("somebody@elsewhere.example", made_up))
    read_bounces()
    fresh(db, packet)
    assert packet.state == "sent"


def test_each_message_is_read_once(db: Session, box: standard.mbox, donor: Person) -> None:
    comes_back(box, report(ADDRESS))
    read_bounces()
    with transaction():
        change_person(donor, name=donor.name, email="ana.ruiz@example.org", phone="")
        change_person(donor, name=donor.name, email=ADDRESS, phone="")
    read_bounces()
    assert not has_bounced(db, donor)


def test_a_run_that_dies_half_way_goes_on_where_it_was(
    app: Flask, db: Session, box: standard.mbox, tmp_path: Path, donor: Person
) -> None:
    comes_back(box, human_mail(), report(ADDRESS))
    app.extensions["ngoapp.mailbox"] = Broken(tmp_path / "bounces")
    with pytest.raises(MailboxAway):
        read_bounces()
    assert db.scalar(select(func.count()).select_from(MailboxMessage)) == 1
    read_bounces()
    assert has_bounced(db, donor)


@pytest.mark.parametrize(
    "message", [human_mail("I am away."), report(ADDRESS, action="delayed"), b"\xff\x00"]
)
def test_what_is_no_failure_changes_nothing(
    db: Session, box: standard.mbox, donor: Person, message: bytes
) -> None:
    comes_back(box, message)
    read_bounces()
    assert not has_bounced(db, donor)


def test_nothing_of_a_message_is_kept(db: Session, box: standard.mbox, donor: Person) -> None:
    comes_back(box, report(ADDRESS))
    read_bounces()
    kept = db.scalars(select(MailboxMessage)).one()
    assert len(kept.digest) == 64
    entries = db.scalars(select(AuditEntry)).all()
    assert ADDRESS not in str([entry.detail for entry in entries])


def test_what_left_the_mailbox_is_forgotten_after_two_months(
    db: Session, box: standard.mbox, donor: Person
) -> None:
    comes_back(box, report(ADDRESS), report("ben@example.org"))
    read_bounces()
    box.remove(box.keys()[0])
    box.flush()
    with clock.at(clock.now() + KEPT * 2):
        read_bounces()
    assert db.scalar(select(func.count()).select_from(MailboxMessage)) == 1


def test_a_packet_that_was_known_to_have_come_back_is_not_said_of_a_donor_the_second_time(
    db: Session, outgoing: FakeSmtp, box: standard.mbox, packet: PacketRequest, donor: Person
) -> None:
    with transaction():
        note_bounced(packet.links[0].id)
    comes_back(box, report(ADDRESS, sent_as(outgoing)))
    read_bounces()
    assert not has_bounced(db, donor)


def test_a_link_to_what_is_held_about_a_packet_that_came_back_is_not_said_of_a_donor(
    app: Flask, db: Session, outgoing: FakeSmtp, box: standard.mbox, packet: PacketRequest, donor: Person
) -> None:
    with transaction():
        ask_for_page(ADDRESS)
    work_off(app)
    assert len(outgoing.sent) == 2
    comes_back(box, report(ADDRESS, sent_as(outgoing)))
    read_bounces()
    assert not has_bounced(db, donor)
    fresh(db, packet)
    assert packet.state == "sent"


@pytest.mark.parametrize("letter", ["packet-survey-0a1b2c3d4e5f", "packet-correction-7", "packet-page-0a1b"])
def test_no_mail_of_the_packet_desk_that_came_back_is_said_of_a_donor(
    db: Session, donor: Person, letter: str
) -> None:
    with transaction():
        came_back(failed={ADDRESS}, letter=letter)
    assert not has_bounced(db, donor)
