"""Recording gifts, and what follows from it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.gifts import GiftInTheFuture, GiftNotPositive, GiftTooLarge, add_movement, release_gift
from ngoapp.donations.mail import Mail
from ngoapp.donations.models import Gift, Movement
from ngoapp.donations.queries import net
from tests.donations.factories import make_card_gift, make_cheque
from tests.organisation.factories import make_organisation
from tests.people.factories import make_person


@pytest.fixture(autouse=True)
def _organisation(db: Session) -> None:
    with transaction():
        make_organisation()


def queued(db: Session) -> list[str]:
    """Names of the jobs in the outbox."""
    return list(db.scalars(select(OutboxRow.name).order_by(OutboxRow.id)))


def test_a_card_gift_on_new_years_eve_in_minnesota_counts_for_the_old_year(db: Session) -> None:
    with clock.at(datetime(2027, 1, 3, 12, tzinfo=UTC)):
        gift = make_card_gift(charged_at=datetime(2027, 1, 1, 5, 30, tzinfo=UTC))
    assert gift.gift_on == date(2026, 12, 31)


def test_a_card_gift_is_receipted_at_once_and_a_cheque_when_staff_release_it(db: Session) -> None:
    make_card_gift()
    cheque = make_cheque(donor=make_person())
    assert queued(db) == ["receipts.issue"]
    release_gift(cheque.id)
    release_gift(cheque.id)
    assert queued(db) == ["receipts.issue", "receipts.issue"]


def test_a_gift_from_an_unknown_giver_is_never_receipted(db: Session) -> None:
    release_gift(make_cheque().id)
    assert queued(db) == []


def test_only_a_donor_who_agreed_is_put_forward_for_public_thanks(db: Session) -> None:
    make_card_gift(recognition_name="Jack and Elizabeth Lewis", anonymous=True)
    assert "acknowledgments.draft" not in queued(db)
    make_card_gift(recognition_name="Jack and Elizabeth Lewis", anonymous=False)
    assert "acknowledgments.draft" in queued(db)


def test_a_mailed_cheque_counts_for_the_day_of_its_postmark(db: Session) -> None:
    with clock.at(datetime(2027, 1, 5, 18, tzinfo=UTC)):
        gift = make_cheque(
            donor=make_person(), mail=Mail(received_on=date(2027, 1, 4), postmarked_on=date(2026, 12, 30))
        )
    assert gift.gift_on == date(2026, 12, 30)
    assert gift.review_date


def test_money_that_is_nothing_or_still_to_come_is_refused(db: Session) -> None:
    with pytest.raises(GiftNotPositive, match="above zero"):
        make_cheque(Money(0, "USD"))
    with pytest.raises(GiftTooLarge, match="Count the noughts"):
        make_cheque(Money(10**12, "USD"))
    with pytest.raises(GiftInTheFuture, match="still to come"):
        make_cheque(mail=Mail(received_on=date(2999, 1, 1)))


def test_what_is_left_of_a_gift_is_the_sum_of_its_movements(db: Session) -> None:
    gift = make_card_gift(Money(5000, "USD"))
    add_movement(gift, kind="refund", source="re_1", amount=Money(-2000, "USD"), moved_on=gift.gift_on)
    add_movement(gift, kind="fee", source="txn_1", amount=Money(-175, "USD"), moved_on=gift.gift_on)
    assert net(gift) == Money(3000, "USD")


def test_the_database_refuses_the_same_payment_twice(db: Session) -> None:
    gift = make_card_gift()
    source = gift.movements[0].source
    with pytest.raises(DBAPIError):
        add_movement(gift, kind="payment", source=source, amount=gift.amount, moved_on=gift.gift_on)


def test_the_database_refuses_to_change_or_delete_a_movement(db: Session) -> None:
    with transaction():
        gift = make_card_gift()
    for statement in (update(Movement).values(amount_minor=1), delete(Movement)):
        with pytest.raises(DBAPIError, match="only ever added"), transaction():
            db.execute(statement)
    assert net(db.get_one(Gift, gift.id)) == gift.amount
