"""Each consent to be named keeps its own day and words, whatever is agreed to or taken back later."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.models import NameConsent
from ngoapp.acknowledgments.operations import agree_to_be_named, decline_to_be_named
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.models import Gift
from tests.donations.factories import make_card_gift
from tests.organisation.factories import make_organisation

THEN = clock.now()  # what the gift sets going is due now, and days are counted from here


@pytest.fixture
def gift(db: Session) -> Gift:
    """A gift whose donor agreed on the form."""
    with clock.at(THEN), transaction():
        make_organisation()
        return make_card_gift(
            recognition_name="The Lewises", anonymous=False, consent_wording="Words of the form"
        )


def agree(gift: Gift, name: str, *, days: int) -> None:
    """The donor agrees anew, so many days later."""
    with clock.at(THEN + timedelta(days=days)), transaction():
        agree_to_be_named(gift.id, recognition_name=name, wording=f"Words of day {days}", source="own page")


def kept(db: Session) -> list[tuple[str, str, str, int, int | None]]:
    """Name, words, source, and on which day it was agreed and ended."""
    db.rollback()
    rows = db.scalars(select(NameConsent).order_by(NameConsent.id))
    return [
        (
            row.recognition_name,
            row.wording,
            row.source,
            (row.agreed_at - THEN).days,
            (row.withdrawn_at - THEN).days if row.withdrawn_at else None,
        )
        for row in rows
    ]


def test_what_was_agreed_before_is_kept_with_its_day_and_words(db: Session, gift: Gift) -> None:
    agree(gift, "Jack Lewis", days=10)
    agree(gift, "Jack Lewis", days=11)  # the same again
    agree(gift, "J. Lewis", days=20)
    assert kept(db) == [
        ("The Lewises", "Words of the form", "donation form", 0, 10),
        ("Jack Lewis", "Words of day 10", "own page", 10, 20),
        ("J. Lewis", "Words of day 20", "own page", 20, None),
    ]


def test_taking_it_back_ends_the_consent_and_keeps_it(db: Session, gift: Gift) -> None:
    for _ in range(2):
        with clock.at(THEN + timedelta(days=5)), transaction():
            decline_to_be_named(gift.id, reason="donor")
    agree(gift, "The Lewises", days=30)
    assert kept(db) == [
        ("The Lewises", "Words of the form", "donation form", 0, 5),
        ("The Lewises", "Words of day 30", "own page", 30, None),
    ]
