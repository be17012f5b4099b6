"""Notes about money that went back: by mail or on paper, and the receipt that changed waits for them."""

from io import BytesIO

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.smtp import AddressRefused
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.gifts import release_gift
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import waiting
from ngoapp.donations.returns.models import DonorNote
from ngoapp.donations.returns.notes import drop_note, notes_to_print, release_note
from ngoapp.donations.returns.operations import record_return
from ngoapp.organisation.queries import our_today
from ngoapp.people.bounced import note_email_bounced, people_bounced
from ngoapp.receipts.models import Receipt
from ngoapp.receipts.queries import to_print
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_cheque
from tests.donations.giving import give
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeSmtp, FakeStripe
from tests.people.factories import make_person_at_home
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture
def gift(app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, outgoing: FakeSmtp) -> Gift:
    """A gift by card whose receipt has been mailed, and of which part went back since."""
    give(client)
    bank.pay("cs_test_1")
    post(client, event("checkout.session.completed", "cs_test_1"))
    work_off(app)
    outgoing.sent.clear()
    refunded(app, client, bank, 2000)
    db.rollback()
    return db.scalars(select(Gift)).one()


def refunded(app: Flask, client: FlaskClient, bank: FakeStripe, minor: int) -> None:
    """Part of the gift goes back, and Stripe tells us."""
    post(client, event("refund.created", bank.refund("pi_1", minor)))
    work_off(app)


def notes(db: Session) -> list[DonorNote]:
    """Every note, oldest first."""
    db.rollback()
    return list(db.scalars(select(DonorNote).order_by(DonorNote.id)))


def receipt(db: Session) -> Receipt:
    """The receipt in force."""
    db.rollback()
    return db.scalars(select(Receipt).where(Receipt.state == "issued")).one()


def bounced_check(*, email: str | None = None, release: bool = False) -> Gift:
    """A check of a hundred dollars of which forty came back."""
    with transaction():
        donor = make_person_at_home("Ruth Berg", email)
        cheque = make_cheque(donor=donor)
        if release:
            release_gift(cheque.id)
    with transaction():
        return record_return(
            entry_key="entry-of-the-test",
            gift_id=cheque.id,
            bounced=True,
            amount=Money(4000, "USD"),
            moved_on=our_today(),
        )


def test_one_release_sends_the_note_and_the_receipt_that_waited_for_it(
    app: Flask, db: Session, gift: Gift, outgoing: FakeSmtp
) -> None:
    assert (receipt(db).amount.minor, receipt(db).waits, outgoing.sent) == (3000, True, [])
    for _ in range(2):
        with transaction():
            release_note(notes(db)[0].id)
        work_off(app)
    subjects = sorted(str(mail["Subject"]) for mail in outgoing.sent)
    assert [subject.split(" ")[:3] for subject in subjects] == [
        ["Your", "gift", "to"],
        ["Your", "receipt", "from"],
    ]
    assert (receipt(db).waits, receipt(db).mailed_at is not None) == (False, True)


def test_a_note_that_is_dropped_keeps_the_receipt_here_until_staff_print_it(
    app: Flask, db: Session, gift: Gift, outgoing: FakeSmtp, staff_client: StaffClient
) -> None:
    with transaction():
        drop_note(notes(db)[0].id)
    work_off(app)
    assert (outgoing.sent, receipt(db).waits) == ([], True)
    finance, page = staff_client("finance"), f"/staff/receipts/{receipt(db).id}"
    assert "leaves together with" in finance.get(page).text
    finance.post(f"{page}/print-instead")
    db.rollback()
    assert [printed.amount.minor for printed in to_print()] == [3000]


def test_a_receipt_leaves_with_the_latest_note_alone(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, gift: Gift, outgoing: FakeSmtp
) -> None:
    refunded(app, client, bank, 500)
    first, second = notes(db)
    with transaction():
        release_note(first.id)
    work_off(app)
    assert (len(outgoing.sent), receipt(db).waits) == (1, True)
    with transaction():
        release_note(second.id)
    work_off(app)
    assert (len(outgoing.sent), receipt(db).amount.minor, receipt(db).waits) == (3, 2500, False)


def test_a_note_for_a_donor_without_e_mail_is_a_letter_to_print(
    app: Flask, db: Session, outgoing: FakeSmtp, staff_client: StaffClient
) -> None:
    bounced_check()
    [note] = notes(db)
    assert (note.delivery, waiting()["notes_to_release"], waiting()["notes_to_print"]) == ("post", 1, 0)
    finance = staff_client("finance")
    assert "Release to print" in finance.get("/staff/gifts/returns").text
    finance.post(f"/staff/gifts/notes/{note.id}/release")
    work_off(app)
    db.rollback()
    assert (outgoing.sent, waiting()["notes_to_print"]) == ([], 1)
    letter = finance.post("/staff/gifts/notes/letters.pdf", data={"note_id": note.id})
    page = " ".join(pypdf.PdfReader(BytesIO(letter.data)).pages[0].extract_text().split())
    assert all(words in page for words in ("Dear Ruth Berg", "your check of $40.00", "120 Lake St W"))
    for _ in range(2):
        finance.post("/staff/gifts/notes/printed", data={"note_id": note.id})
    assert (notes(db)[0].state, waiting()["notes_to_print"]) == ("sent", 0)
    assert "Tick the notes first" in finance.get("/staff/gifts/returns").text


def test_a_letter_is_the_same_bytes_each_time(db: Session, staff_client: StaffClient) -> None:
    bounced_check()
    with transaction():
        release_note(notes(db)[0].id)
    finance, form = staff_client("finance"), {"note_id": notes(db)[0].id}
    first, second = (finance.post("/staff/gifts/notes/letters.pdf", data=form).data for _ in range(2))
    assert first == second
    assert finance.post("/staff/gifts/notes/letters.pdf").status_code == 303


def test_on_paper_too_the_receipt_waits_for_the_note(app: Flask, db: Session) -> None:
    bounced_check(release=True)
    work_off(app)
    db.rollback()
    assert not to_print()
    with transaction():
        release_note(notes(db)[0].id)
    assert [printed.amount.minor for printed in to_print()] == [6000]


def test_a_donor_whose_mailbox_is_gone_gets_the_note_on_paper(
    app: Flask, db: Session, outgoing: FakeSmtp
) -> None:
    cheque = bounced_check(email="ruth@example.org")
    [note] = notes(db)
    with transaction():
        db.get_one(Gift, cheque.id).donor.email = None  # type: ignore[union-attr]  # a check with a name on it
        release_note(note.id)
    work_off(app)
    assert (outgoing.sent, notes(db)[0].delivery, waiting()["notes_to_print"]) == ([], "post", 1)


def test_a_note_that_no_mail_brings_goes_on_the_pile_to_print(
    app: Flask, db: Session, gift: Gift, outgoing: FakeSmtp
) -> None:
    outgoing.failure = AddressRefused()
    for _ in range(2):
        with transaction():
            release_note(notes(db)[0].id)
        work_off(app)
    assert [(note.state, note.delivery) for note in notes(db)] == [("released", "post")]
    assert [person.name for person in people_bounced()] == [notes(db)[0].gift.donor_name]
    assert [note.id for note in notes_to_print()] == [notes(db)[0].id]
    assert [printed.amount.minor for printed in to_print()] == [3000]


def test_a_note_to_an_address_that_failed_meanwhile_goes_on_the_pile_too(
    app: Flask, db: Session, gift: Gift, outgoing: FakeSmtp
) -> None:
    with transaction():
        release_note(notes(db)[0].id)
        note_email_bounced([gift.donor.email or "" if gift.donor else ""])
    work_off(app)
    assert outgoing.sent == []
    assert [note.delivery for note in notes(db)] == ["post"]


def test_staff_see_that_a_note_goes_on_paper_where_mail_came_back(
    db: Session, gift: Gift, staff_client: StaffClient
) -> None:
    page = staff_client("finance").get("/staff/gifts/returns").text
    assert ("Release to print" in page, gift.donor_name in page) == (False, True)
    with transaction():
        note_email_bounced([gift.donor.email or "" if gift.donor else ""])
    page = staff_client("finance").get("/staff/gifts/returns").text
    assert "Release to print" in page
