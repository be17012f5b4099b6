"""Who is thanked in public, and who no longer is."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.operations import (
    AlreadyWithdrawn,
    NameNotFit,
    NoConsent,
    correct_name,
    draft_acknowledgment,
    publish,
    withdraw,
)
from ngoapp.acknowledgments.queries import honour_roll, recent_names, to_approve, waiting
from ngoapp.core import clock
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.models import Gift
from ngoapp.organisation.queries import our_today
from tests.acknowledgments.factories import make_agreed_gift, make_published
from tests.donations.factories import make_card_gift
from tests.organisation.factories import make_organisation


@pytest.fixture(autouse=True)
def today(db: Session) -> date:
    make_organisation()
    return our_today()


def give_back(gift: Gift, share: float = 1) -> None:
    """Refund a share of the gift."""
    amount = Money(-round(gift.amount.minor * share), "USD")
    add_movement(gift, kind="refund", source=f"re_{gift.id}", amount=amount, moved_on=gift.gift_on)


def test_a_name_appears_only_after_staff_approved_it(today: date) -> None:
    draft = draft_acknowledgment(make_agreed_gift().id)
    assert recent_names(today) == []
    assert [row.id for row in to_approve()] == [draft.id]
    publish(draft.id)
    publish(draft.id)
    assert recent_names(today) == ["Jack and Elizabeth Lewis"]
    assert waiting()["names_to_approve"] == 0


def test_a_donor_who_did_not_agree_is_never_put_forward() -> None:
    with pytest.raises(NoConsent, match="did not agree"):
        draft_acknowledgment(make_card_gift(recognition_name="Ann", anonymous=True).id)


def test_the_same_gift_is_put_forward_once() -> None:
    gift = make_agreed_gift()
    assert draft_acknowledgment(gift.id) is draft_acknowledgment(gift.id)


def test_a_withdrawn_name_is_gone_and_stays_gone(today: date) -> None:
    shown = make_published()
    withdraw(shown.id, reason="donor")
    withdraw(shown.id, reason="donor")
    assert recent_names(today) == []
    assert honour_roll(today).names == []
    with pytest.raises(AlreadyWithdrawn):
        publish(shown.id)
    with pytest.raises(AlreadyWithdrawn):
        correct_name(shown.id, recognition_name="Jack")


def test_a_full_refund_takes_the_name_away_and_a_partial_one_does_not(today: date) -> None:
    shown = make_published()
    give_back(shown.gift, 0.5)
    assert recent_names(today) == ["Jack and Elizabeth Lewis"]
    other = make_published("Ana Ruiz")
    give_back(other.gift)
    assert recent_names(today) == ["Jack and Elizabeth Lewis"]
    assert honour_roll(today).names == ["Jack and Elizabeth Lewis"]


def test_a_gift_that_was_given_back_cannot_be_published() -> None:
    draft = draft_acknowledgment(make_agreed_gift().id)
    give_back(draft.gift)
    assert to_approve() == []
    with pytest.raises(Refused, match="given back"):
        publish(draft.id)


def test_the_latest_five_of_sixty_days_are_thanked_each_once(today: date) -> None:
    for days, name in enumerate(["Old Friend", "F", "E", "D", "C", "B", "A", "A"]):
        age = 61 if name == "Old Friend" else 20 - days
        with clock.at(clock.now() - timedelta(days=age)):
            make_published(name)
    assert recent_names(today) == ["A", "B", "C", "D", "E"]
    assert "Old Friend" not in recent_names(today)


def test_an_honour_roll_goes_by_surname_and_counts_who_stays_anonymous(today: date) -> None:
    with clock.at(clock.now().replace(day=2)):
        month = our_today()
        for name in ("Ruth Young", "ana adams", "Ángel Álvarez"):
            make_published(name)
        make_card_gift()
        make_card_gift()
        roll = honour_roll(month)
    assert roll.names == ["ana adams", "Ángel Álvarez", "Ruth Young"]
    assert roll.anonymous == 2


def test_a_corrected_name_is_tidied_and_sorted_anew() -> None:
    shown = make_published("Jack Lweis")
    correct_name(shown.id, recognition_name="  Jack   Lewis ")
    assert (shown.recognition_name, shown.sort_key) == ("Jack Lewis", "lewis, jack")
    with pytest.raises(NameNotFit):
        correct_name(shown.id, recognition_name=" ")
