"""The check finds what is not as it must be."""

from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_notices import Notice
from ngoapp.core import clock
from ngoapp.core.money import Money
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.events.inbox import take_in
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.invariants import broken
from ngoapp.donations.models import Donation
from ngoapp.donations.pledges import Pledge, pledge_donation
from tests.donations.factories import make_card_gift, make_cheque, make_donation, make_fund

pytestmark = pytest.mark.usefixtures("organisation")


def test_nothing_is_wrong_with_gifts_as_they_are_recorded(db: Session) -> None:
    make_card_gift(state="paid")
    make_cheque()
    make_donation()
    assert list(broken()) == []


def test_a_paid_donation_without_a_gift_is_found(db: Session) -> None:
    donation = make_donation(state="paid")
    assert list(broken()) == [f"donations: donation {donation.id} is paid and has no gift"]


def test_a_gift_of_a_donation_that_is_not_paid_is_found(db: Session) -> None:
    gift = make_card_gift(state="open")
    assert list(broken()) == [f"donations: gift {gift.id} comes of a donation that is not paid"]


@pytest.mark.parametrize(("kind", "minor"), [("payment", 100), ("refund", -6000)])
def test_money_that_does_not_add_up_is_found(db: Session, kind: str, minor: int) -> None:
    gift = make_card_gift(state="paid")
    add_movement(gift, kind=kind, source="re_1", amount=Money(minor, "USD"), moved_on=gift.gift_on)
    assert len(list(broken())) == 1


def test_an_event_that_nobody_is_at_work_on_is_found(db: Session) -> None:
    notice = Notice(account="", event_id="evt_1", type="refund.created", object_id="re_1", livemode=False)
    with clock.at(clock.now() - timedelta(hours=2)):
        take_in(notice, livemode=False)
    assert list(broken()) == []
    db.execute(delete(OutboxRow))
    assert list(broken()) == ["donations: event 1 lies in the inbox and nobody is at work on it"]


def test_a_pledge_breaks_nothing(db: Session) -> None:
    fund = make_fund()
    pledge = Pledge(
        action_key="k", amount=Money(5000, "USD"), fund_id=fund.id, donor_name="Ana", email="ana@example.org"
    )
    assert pledge_donation(pledge) is pledge_donation(pledge)
    assert db.get_one(Donation, 1).state == "started"
    assert list(broken()) == []
