"""Issuing, voiding, correcting: numbers without gaps, and nothing that was issued changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import save, session, transaction
from ngoapp.core.money import Money
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.gifts import add_movement, release_gift
from ngoapp.donations.models import Gift
from ngoapp.donations.together.operations import make_household_of
from ngoapp.people.households.operations import make_household
from ngoapp.people.households.queries import members_of
from ngoapp.receipts.letter import TEMPLATE_VERSION, Drawing, Letter
from ngoapp.receipts.models import Receipt, ReceiptCounter
from ngoapp.receipts.operations import (
    AlreadyOnItsWay,
    NoEmail,
    NotActive,
    TooLateToStop,
    correct_receipt,
    issue_receipt,
    mark_printed,
    print_instead,
    send_again,
    stop_sending,
    void_receipt,
)
from tests.donations.factories import make_card_gift, make_cheque, make_joint_gift
from tests.organisation.factories import make_organisation
from tests.people.factories import make_joint_household, make_person, make_person_at_home
from tests.receipts.factories import drawn_quickly, make_receipt

REFUNDED = "The gift was given back in full"


@pytest.fixture(autouse=True)
def _organisation(db: Session) -> None:
    with transaction():
        make_organisation()


def numbers(db: Session) -> list[str]:
    return list(db.scalars(select(Receipt.number).order_by(Receipt.id)))


def issue(gift: Gift) -> Receipt:
    receipt = issue_receipt(gift.id, draw=drawn_quickly)
    assert receipt
    return receipt


def give_back(gift: Gift) -> None:
    amount = Money(-gift.amount.minor, "USD")
    add_movement(gift, kind="refund", source=f"re_{gift.id}", amount=amount, moved_on=gift.gift_on)


def test_receipts_are_numbered_one_after_the_other_in_their_jurisdiction_and_year(db: Session) -> None:
    with clock.at(datetime(2040, 11, 22, 18, tzinfo=UTC)):
        with transaction():
            canadian = make_person_at_home("Ana Roy", country_code="CA", country_area="ON", city="Ottawa")
        make_receipt()
        make_receipt()
        make_receipt(donor=canadian)
    assert numbers(db) == ["US-2040-000001", "US-2040-000002", "ZZ-2040-000001"]


def test_the_year_of_a_number_is_that_of_the_issue_in_minnesota_and_not_of_the_gift(db: Session) -> None:
    with clock.at(datetime(2041, 1, 1, 5, 30, tzinfo=UTC)):
        assert make_receipt().number == "US-2040-000001"
    with clock.at(datetime(2041, 1, 1, 6, 30, tzinfo=UTC)):
        late = issue(make_card_gift(charged_at=datetime(2040, 12, 31, 20, tzinfo=UTC)))
    assert (late.number, late.data["gift_on"]) == ("US-2041-000001", "2040-12-31")


def test_issuing_twice_gives_the_same_receipt_and_mails_it_once(db: Session) -> None:
    gift = make_card_gift()
    assert issue(gift) is issue(gift)
    assert db.scalar(select(func.count()).where(OutboxRow.name == "receipts.send")) == 1


@pytest.mark.parametrize("why", ["unknown giver", "not released", "given back"])
def test_a_gift_that_is_due_no_receipt_takes_no_number(db: Session, why: str) -> None:
    gift = make_cheque(donor=make_person() if why == "not released" else None)
    if why == "unknown giver":
        release_gift(gift.id)
    if why == "given back":
        gift = make_card_gift()
        give_back(gift)
    assert issue_receipt(gift.id, draw=drawn_quickly) is None
    assert db.scalar(select(func.count()).select_from(ReceiptCounter)) == 0


def test_a_crash_while_a_receipt_is_drawn_leaves_no_gap(db: Session) -> None:
    def torn(_letter: Letter) -> Drawing:
        raise OSError("the printer is on fire")

    with transaction():
        gift_id = make_card_gift().id
    with pytest.raises(OSError, match="on fire"), transaction():
        issue_receipt(gift_id, draw=torn)
    with transaction():
        receipt = issue_receipt(gift_id, draw=drawn_quickly)
    assert receipt is not None
    assert receipt.seq == 1


def test_many_workers_at_once_leave_no_gap_and_no_duplicate(app: Flask, db: Session) -> None:
    with transaction():
        ids = [make_card_gift().id for _ in range(12)]

    def work(gift_id: int) -> None:
        with app.app_context(), transaction():
            issue_receipt(gift_id, draw=drawn_quickly)

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(work, ids + ids))
    db.rollback()
    assert sorted(db.scalars(select(Receipt.seq))) == list(range(1, 13))
    assert db.scalar(select(ReceiptCounter.last)) == 12


def test_joint_donors_get_one_receipt_addressed_to_both(db: Session) -> None:
    donor = make_person_at_home("Jack Lewis")
    make_household(
        donor,
        receipt_name="Jack and Elizabeth Lewis",
        envelope_name="Mr. and Mrs. Lewis",
        salutation="Jack and Elizabeth",
        public_name="The Lewis Family",
    )
    letter = issue(make_card_gift(donor=donor, donor_name="Jack Lewis")).data
    assert (letter["donor_name"], letter["salutation"]) == ("Jack and Elizabeth Lewis", "Jack and Elizabeth")
    assert letter["address_lines"] == ["Jack and Elizabeth Lewis", "120 Lake St W", "Minneapolis, MN 55408"]


def test_two_donors_of_one_gift_are_both_on_its_receipt_and_on_no_other(db: Session) -> None:
    both = make_joint_gift(second="Ben Cho")
    letter = issue(both).data
    assert (letter["donor_name"], letter["salutation"]) == (
        "Jack Lewis and Ben Cho",
        "Jack Lewis and Ben Cho",
    )
    assert letter["address_lines"] == ["Jack Lewis and Ben Cho"]
    alone = make_card_gift(donor=both.donor, donor_name="Jack Lewis")
    assert issue(alone).data["donor_name"] == "Jack Lewis"


def test_two_donors_of_one_household_go_by_its_names(db: Session) -> None:
    gift = make_joint_gift()
    home = make_household_of(gift.id)
    home.receipt_name, home.salutation = "John and Elizabeth Lewis", "John and Liz"
    letter = issue(gift).data
    assert (letter["donor_name"], letter["salutation"]) == ("John and Elizabeth Lewis", "John and Liz")


def test_a_gift_with_somebody_else_is_not_the_households(db: Session) -> None:
    home = make_joint_household("Jack Lewis", "Elizabeth Lewis")
    gift = make_joint_gift(second="Ben Cho", donor=members_of(home.id)[0])
    assert issue(gift).data["donor_name"] == "Jack Lewis and Ben Cho"


def test_the_database_refuses_to_change_or_delete_what_was_issued(db: Session) -> None:
    make_receipt()
    for statement in (update(Receipt).values(number="US-2026-000009"), delete(Receipt)):
        with pytest.raises(DBAPIError, match="stays as it is"), transaction():
            session.execute(statement)


def test_the_database_refuses_a_second_active_receipt_for_a_gift(db: Session) -> None:
    first = make_receipt()
    columns = ("jurisdiction", "year", "gift_id", "data", "file_id", "issued_at", "issued_on", "delivery")
    copied = {name: getattr(first, name) for name in columns}
    with pytest.raises(DBAPIError), transaction():
        save(Receipt(**copied, seq=2, number="US-2026-000002"))


def test_a_void_receipt_keeps_its_number_and_stops_its_mail(db: Session) -> None:
    gift = make_card_gift()
    receipt = issue(gift)
    assert void_receipt(gift.id, reason=REFUNDED) is receipt
    assert (receipt.state, receipt.seq, receipt.ended_reason) == ("void", 1, REFUNDED)
    assert db.scalar(select(OutboxRow.state).where(OutboxRow.name == "receipts.send")) == "stopped"
    assert void_receipt(gift.id, reason="again") is None


def test_a_correction_is_a_new_number_that_cites_the_old_one(db: Session) -> None:
    donor = make_person("Rut Berg", "berg@example.org")
    gift = make_card_gift(donor=donor, donor_name="Rut Berg")
    old = issue(gift)
    donor.name = "Ruth Berg"
    new = correct_receipt(old.id, reason="Replaced by a corrected receipt", draw=drawn_quickly)
    assert correct_receipt(old.id, reason="again", draw=drawn_quickly) is new
    assert (old.state, old.donor_name) == ("replaced", "Rut Berg")
    assert (new.donor_name, new.data["replaces"], new.seq) == ("Ruth Berg", old.number, 2)


def test_mail_for_money_that_staff_typed_in_is_held_for_a_quarter_of_an_hour(db: Session) -> None:
    noon = datetime(2026, 11, 22, 18, tzinfo=UTC)
    with clock.at(noon):
        gift = make_cheque(donor=make_person())
        release_gift(gift.id)
        receipt = issue(gift)
        leaves = db.scalar(select(OutboxRow.available_at).where(OutboxRow.name == "receipts.send"))
        assert leaves == noon + timedelta(minutes=15)
        stop_sending(receipt.id)
        with pytest.raises(TooLateToStop):
            stop_sending(receipt.id)


def test_a_receipt_is_sent_again_but_not_while_a_mail_is_on_its_way(db: Session) -> None:
    receipt = issue(make_card_gift())
    with pytest.raises(AlreadyOnItsWay):
        send_again(receipt.id)
    db.execute(update(OutboxRow).values(state="done"))
    assert send_again(receipt.id).sendings == 2


def test_what_is_not_in_force_is_not_sent_and_nobody_is_mailed_without_an_address(db: Session) -> None:
    by_post = issue(make_card_gift(donor=make_person_at_home()))
    with pytest.raises(NoEmail):
        send_again(by_post.id)
    void_receipt(by_post.gift_id, reason=REFUNDED)
    for act in (send_again, print_instead):
        with pytest.raises(NotActive):
            act(by_post.id)


def test_a_donor_without_an_email_address_is_put_on_the_pile_and_leaves_it_once(db: Session) -> None:
    receipt = issue(make_card_gift(donor=make_person_at_home()))
    assert receipt.delivery == "post"
    assert [mark_printed([receipt.id, receipt.id]), mark_printed([receipt.id])] == [1, 0]
    print_instead(receipt.id)
    assert receipt.printed_at is None


def test_a_frozen_letter_comes_back_as_it_was(db: Session) -> None:
    letter = Letter.thawed(make_receipt().data)
    assert (letter.amount, letter.template, type(letter.gift_on)) == (
        Money(5000, "USD"),
        TEMPLATE_VERSION,
        date,
    )


def test_a_receipt_that_is_printed_instead_is_not_mailed_as_well(db: Session) -> None:
    gift = make_cheque(donor=make_person())
    release_gift(gift.id)
    receipt = print_instead(issue(gift).id)
    assert receipt.delivery == "post"
    assert db.scalar(select(OutboxRow.state).where(OutboxRow.name == "receipts.send")) == "stopped"
