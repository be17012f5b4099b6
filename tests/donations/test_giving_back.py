"""Staff give money back: once, never more than came, and large sums only with a second person."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ngoapp.accounts.models import User
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.gifts import GiftInTheFuture, GiftNotPositive
from ngoapp.donations.models import Gift, Movement
from ngoapp.donations.queries import net
from ngoapp.donations.returns.models import DonorNote, RefundRequest
from ngoapp.donations.returns.notes import NoteDecided, drop_note, release_note
from ngoapp.donations.returns.operations import (
    MoreThanIsLeft,
    NotByCard,
    RefundDecided,
    SecondPersonNeeded,
    ask_refund,
    record_return,
    release_refund,
    withdraw_refund,
)
from ngoapp.organisation.queries import our_today
from ngoapp.receipts.models import Receipt
from tests.accounts.factories import saved_staff
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_cheque
from tests.donations.giving import give, hidden
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeSmtp, FakeStripe
from tests.people.factories import make_person
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture
def gift(app: Flask, db: Session, client: FlaskClient, bank: FakeStripe) -> Gift:
    """A gift by card with its receipt."""
    give(client, amount="other", other="800")
    bank.pay("cs_test_1")
    post(client, event("checkout.session.completed", "cs_test_1"))
    work_off(app)
    db.rollback()
    return db.scalars(select(Gift)).one()


def asked(gift: Gift, dollars: int, *, key: str = "action-1", by: int) -> RefundRequest:
    """A refund that somebody asks for."""
    with transaction():
        return ask_refund(
            action_key=key,
            gift_id=gift.id,
            amount=Money(dollars * 100, "USD"),
            reason="requested_by_customer",
            why="",
            asked_by_id=by,
        )


def returned(gift: Gift, minor: int, *, bounced: bool = False, on: date | None = None) -> None:
    """Staff enter what went back otherwise."""
    with transaction():
        record_return(
            entry_key="entry-of-the-test",
            gift_id=gift.id,
            bounced=bounced,
            amount=Money(minor, "USD"),
            moved_on=on or our_today(),
        )


def state_of(db: Session, request: RefundRequest) -> str:
    """How far the request has come."""
    db.rollback()
    return db.get_one(RefundRequest, request.id, populate_existing=True).state


def back(db: Session) -> list[int]:
    """What went back, in minor units."""
    db.rollback()
    return list(
        db.scalars(select(Movement.amount_minor).where(Movement.kind == "refund").order_by(Movement.id))
    )


def test_a_refund_by_staff_goes_back_once_and_the_receipt_says_what_is_left(
    app: Flask, db: Session, gift: Gift, staff_client: StaffClient
) -> None:
    finance = staff_client("finance")
    page = f"/staff/gifts/{gift.id}/refund"
    form = {
        "action_key": hidden(finance.get(page).text, "action_key"),
        "amount": "300",
        "reason": "requested_by_customer",
    }
    for _ in range(2):
        assert finance.post(page, data=form).status_code == 303
        work_off(app)
    assert back(db) == [-30000]
    assert "Arrived" in finance.get(page).text
    old, new = db.scalars(select(Receipt).order_by(Receipt.id))
    assert (old.state, new.state, new.replaces_id) == ("replaced", "issued", old.id)
    assert (new.amount.minor, new.data["given_minor"]) == (50000, 80000)
    assert (
        "Enter at most $500.00"
        in finance.post(page, data={**form, "action_key": "k" * 32, "amount": "501"}).text
    )


def test_a_large_refund_waits_for_another_person(
    app: Flask, db: Session, gift: Gift, staff_client: StaffClient
) -> None:
    first, second = saved_staff("finance").id, saved_staff("finance").id
    request = asked(gift, 501, by=first)
    work_off(app)
    assert (state_of(db, request), back(db)) == ("waiting", [])
    with pytest.raises(SecondPersonNeeded, match="yourself"), transaction():
        release_refund(request.id, by=first)
    alone = update(RefundRequest).values(state="released", released_by_id=first)
    with pytest.raises(IntegrityError), transaction():
        db.execute(alone)
    assert "Release" in staff_client("finance").get("/staff/gifts/returns").text
    for _ in range(2):
        with transaction():
            release_refund(request.id, by=second)
        work_off(app)
    assert (state_of(db, request), back(db)) == ("arrived", [-50100])
    with pytest.raises(RefundDecided), transaction():
        withdraw_refund(request.id)


def test_what_waits_counts_as_spoken_for_until_it_is_withdrawn(db: Session, gift: Gift) -> None:
    person = saved_staff("finance").id
    request = asked(gift, 600, by=person)
    with pytest.raises(MoreThanIsLeft, match=r"\$200"):
        asked(gift, 201, key="action-2", by=person)
    for _ in range(2):
        with transaction():
            withdraw_refund(request.id)
    assert asked(gift, 201, key="action-2", by=person).state == "released"


def test_an_answer_that_is_lost_costs_no_second_refund(
    app: Flask, db: Session, gift: Gift, bank: FakeStripe
) -> None:
    request = asked(gift, 100, by=saved_staff("finance").id)
    bank.away = True
    work_off(app)
    assert state_of(db, request) == "released"
    bank.away = False
    with transaction():
        row = db.scalars(select(OutboxRow).where(OutboxRow.name == "donations.refund")).one()
        row.available_at = row.created_at
    work_off(app)
    assert (state_of(db, request), back(db)) == ("arrived", [-10000])


def test_a_refund_that_comes_back_is_shown_as_such(
    app: Flask, db: Session, client: FlaskClient, gift: Gift, bank: FakeStripe
) -> None:
    request = asked(gift, 100, by=saved_staff("finance").id)
    work_off(app)
    bank.fail_refund("pi_1")
    post(client, event("refund.failed", bank.refunds["pi_1"][0].id))
    work_off(app)
    assert (state_of(db, request), net(gift).minor) == ("failed", 80000)


def test_a_check_that_bounced_is_a_movement_of_its_own(app: Flask, db: Session, outgoing: FakeSmtp) -> None:
    with transaction():
        cheque = make_cheque(donor=make_person("Ruth Berg", "ruth@example.org"))
    for _ in range(2):
        returned(cheque, 10000, bounced=True)
    assert (back(db), net(cheque).minor) == ([-10000], 0)
    note = db.scalars(select(DonorNote)).one()
    work_off(app)
    assert not outgoing.sent
    for _ in range(2):
        with transaction():
            release_note(note.id)
        work_off(app)
    [mail] = outgoing.sent
    assert (mail["To"], note.kind) == ("ruth@example.org", "bounced")
    with pytest.raises(NoteDecided), transaction():
        drop_note(note.id)


def test_money_is_given_back_only_as_it_came(db: Session, staff_client: StaffClient) -> None:
    with transaction():
        cheque = make_cheque(donor=make_person())
    with pytest.raises(NotByCard):
        asked(cheque, 1, by=saved_staff("finance").id)
    tomorrow = our_today() + timedelta(days=1)
    with pytest.raises(MoreThanIsLeft):
        returned(cheque, 10001)
    with pytest.raises(GiftNotPositive):
        returned(cheque, 0)
    with pytest.raises(GiftInTheFuture):
        returned(cheque, 1, on=tomorrow)
    finance, page = staff_client("finance"), f"/staff/gifts/{cheque.id}/refund"
    form = {"entry_key": hidden(finance.get(page).text, "entry_key"), "way": "given_back", "amount": "40"}
    assert finance.post(page, data={**form, "moved_on": our_today().isoformat()}).status_code == 303
    assert back(db) == [-4000]
    assert staff_client("auditor").get(page).status_code == 403


def test_staff_decide_on_notes_and_requests_on_one_page(
    app: Flask, db: Session, gift: Gift, staff_client: StaffClient
) -> None:
    request = asked(gift, 600, by=saved_staff("finance").id)
    finance = staff_client("finance")
    assert finance.post(f"/staff/gifts/refunds/{request.id}/withdraw").status_code == 303
    asked(gift, 100, key="action-2", by=db.scalars(select(User.id)).first() or 0)
    work_off(app)
    note = db.scalars(select(DonorNote)).one()
    assert "Do not send" in finance.get("/staff/gifts/returns").text
    assert finance.post(f"/staff/gifts/notes/{note.id}/drop").status_code == 303
    assert "Nothing waits here" in finance.get("/staff/gifts/returns").text


def test_the_page_of_a_gift_that_went_back_says_that_nobody_is_named_for_it(
    db: Session, staff_client: StaffClient
) -> None:
    with transaction():
        ruth = make_person("Ruth Berg", None)
        check = make_cheque(donor=ruth, recognition_name="Ruth Berg", consent_source="letter")
    finance, path = staff_client("finance"), f"/staff/gifts/{check.id}"
    assert "Not named any more" not in finance.get(path).text
    returned(check, 10000, bounced=True)
    assert "Not named any more: the money went back" in finance.get(path).text
