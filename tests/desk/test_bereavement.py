"""When a donor dies, one step ends what would reach them, and touches nothing of anybody else's."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import found, transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.desk.bereavement import TO_OTHERS, donor_died
from ngoapp.donations.gifts import release_gift
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import release_reminders
from ngoapp.donations.models import Gift
from ngoapp.people.models import Person
from ngoapp.people.naming import naming_wish, wish_to_be_named
from ngoapp.receipts.correspondence import TO_THE_DONOR
from ngoapp.receipts.models import Receipt
from ngoapp.worker.jobs import JOBS
from tests.accounts.fixtures import StaffClient
from tests.acknowledgments.factories import make_published
from tests.donations.factories import make_card_gift, make_cheque, make_pledge
from tests.fakes import FakeSmtp
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person
from tests.work import work_off

DIED = {"died_on": "2026-03-01", "learned": "family"}
MONTH = timedelta(days=30)


@pytest.fixture
def ruth(db: Session) -> Person:
    """A donor."""
    with transaction():
        make_organisation()
        return make_person("Ruth Berg", "ruth@example.org")


@pytest.fixture
def finance(staff_client: StaffClient) -> FlaskClient:
    """A browser of somebody who may correct donors."""
    return staff_client("finance")


def settle(person: Person, *, names: bool = False) -> None:
    """Do what the page does."""
    with transaction():
        donor_died(person.id, died_on=date(2026, 3, 1), learned="family", take_names_away=names)


def waiting_mail(db: Session) -> list[str]:
    """Names of mails that have not left."""
    db.rollback()
    sends = OutboxRow.name.like("%send%") & (OutboxRow.state == "waiting")
    return sorted(db.scalars(select(OutboxRow.name).where(sends)))


def test_every_mail_says_whether_it_goes_to_a_donor() -> None:
    mails = {name for name in JOBS if ".send" in name}
    assert mails == TO_THE_DONOR.keys() | TO_OTHERS


def test_mail_to_the_dead_stays_here_and_mail_to_others_leaves(
    app: Flask, db: Session, ruth: Person, outgoing: FakeSmtp
) -> None:
    with transaction():
        other = make_person("Olaf Berg", "ruth@example.org")
        for donor in (ruth, other):
            release_gift(make_cheque(donor=donor).id)
        make_pledge(donor_name="RUTH BERG")
        make_pledge(donor_name="Olaf Berg")
    work_off(app, only="receipts.issue")
    assert waiting_mail(db) == [*["donations.send_slip"] * 2, *["receipts.send"] * 2]
    settle(ruth)
    assert waiting_mail(db) == ["donations.send_slip", "receipts.send"]
    with clock.at(clock.now() + timedelta(hours=1)):
        work_off(app)
    assert ["Olaf" in message.as_string() for message in outgoing.sent] == [True, True]


def test_a_receipt_that_had_not_left_goes_to_the_pile_to_print(app: Flask, db: Session, ruth: Person) -> None:
    with transaction():
        release_gift(make_cheque(donor=ruth).id)
    work_off(app, only="receipts.issue")
    settle(ruth)
    db.rollback()
    assert [it.delivery for it in db.scalars(select(Receipt))] == ["post"]


def test_a_gift_that_comes_from_the_estate_is_receipted_on_paper(
    app: Flask, db: Session, ruth: Person, outgoing: FakeSmtp
) -> None:
    settle(ruth)
    with transaction():
        release_gift(make_cheque(donor=found(Person, ruth.id)).id)
    with clock.at(clock.now() + timedelta(hours=1)):
        work_off(app)
    assert [it.delivery for it in db.scalars(select(Receipt))] == ["post"]
    assert outgoing.sent == []


def test_nobody_reminds_the_dead_of_a_check(
    app: Flask, db: Session, ruth: Person, outgoing: FakeSmtp
) -> None:
    with clock.at(clock.now() - MONTH), transaction():
        pledges = [make_pledge(donor_name=name).id for name in ("Ruth Berg", "Ruth Berg", "Olaf Berg")]
    work_off(app)
    outgoing.sent.clear()
    with transaction():
        release_reminders([pledges[0], pledges[2]])
    settle(ruth)
    with clock.at(clock.now() + timedelta(hours=1)):
        work_off(app)
    db.rollback()
    states = [found(MailedPledge, pledge_id).reminder for pledge_id in pledges]
    assert (states, len(outgoing.sent)) == (["left", "left", "sent"], 1)


def test_names_stay_in_public_unless_they_are_to_be_taken_away(
    client: FlaskClient, db: Session, ruth: Person
) -> None:
    with transaction():
        make_published("Ruth Berg", donor=ruth)
        wish_to_be_named(ruth.id, recognition_name="Ruth Berg", wording="So.", source="letter")
    settle(ruth)
    assert "recent donors, Ruth Berg" in client.get("/").text
    settle(ruth, names=True)
    assert "Ruth Berg" not in client.get("/").text
    assert naming_wish(ruth.id) is None


def test_the_step_twice_does_its_work_once_and_keeps_the_gifts(
    db: Session, finance: FlaskClient, ruth: Person
) -> None:
    with transaction():
        make_card_gift(donor=ruth)
    path = f"/staff/donors/{ruth.id}"
    HTMLParser(strict=True).parse(finance.get(f"{path}/died").text)
    for _ in range(2):
        assert finance.post(f"{path}/died", data=DIED).location == path
    page = finance.get(path).text
    HTMLParser(strict=True).parse(page)
    assert "They died on <strong>March 1, 2026</strong>" in page
    db.rollback()
    assert db.scalar(select(func.count(Gift.id))) == 1
    noted = select(AuditEntry).where(AuditEntry.action == "person.death_noted")
    assert [(entry.actor_kind, entry.subject_id) for entry in db.scalars(noted)] == [("staff", ruth.id)]


def test_a_mistake_is_taken_back_on_the_same_page(db: Session, finance: FlaskClient, ruth: Person) -> None:
    path = f"/staff/donors/{ruth.id}"
    finance.post(f"{path}/died", data=DIED)
    for _ in range(2):
        assert finance.post(f"{path}/alive").status_code == 303
    db.rollback()
    assert found(Person, ruth.id).mail_to == "ruth@example.org"
    assert "They died on" not in finance.get(path).text


def test_a_form_without_a_day_says_what_is_missing(finance: FlaskClient, ruth: Person) -> None:
    page = finance.post(f"/staff/donors/{ruth.id}/died", data={"learned": "family"})
    assert "Enter the day" in page.text
    page = finance.post(f"/staff/donors/{ruth.id}/died", data={**DIED, "died_on": "2999-01-01"})
    assert "still to come" in page.text


def test_who_has_died_is_marked_wherever_staff_look_for_donors(finance: FlaskClient, ruth: Person) -> None:
    finance.post(f"/staff/donors/{ruth.id}/died", data=DIED)
    assert "tag-stopped" in finance.get("/staff/donors/?q=ruth").text
    assert "died 2026" in finance.get("/staff/gifts/donors?donor_name=ruth").text


def test_who_may_only_read_cannot_settle_a_death(staff_client: StaffClient, ruth: Person) -> None:
    auditor = staff_client("auditor")
    assert auditor.get(f"/staff/donors/{ruth.id}").status_code == 200
    for path in ("died", "alive"):
        assert auditor.post(f"/staff/donors/{ruth.id}/{path}", data=DIED).status_code == 403
