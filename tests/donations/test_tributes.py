"""Whom a gift honors: as donors write it, as staff sort it, and who may say whether a name is shown."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import save
from ngoapp.core.money import Money
from ngoapp.donations.gifts import release_gift
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.pledges import Pledge, pledge_donation
from ngoapp.donations.tributes.honourees import (
    NameNotFit,
    NotTheSame,
    OnlyOne,
    StillOnItsWay,
    WhereTo,
    correct_honouree,
    correct_recipient,
    join_recipients,
    may_be_named,
    merge_honourees,
    part_tribute,
    record_answer,
)
from ngoapp.donations.tributes.invariants import broken
from ngoapp.donations.tributes.models import HONOR, Tribute, TributeRecipient
from ngoapp.donations.tributes.names import alike, name_key
from ngoapp.donations.tributes.queries import due_letters, perhaps_the_same, tribute_of
from ngoapp.donations.tributes.wishes import TributeWish
from ngoapp.organisation.queries import our_today
from tests.donations.factories import make_card_gift, make_fund
from tests.donations.tributes import (
    BY_POST,
    TOM,
    honouree_of,
    make_tribute,
    make_tribute_by_check,
    make_wish,
    release,
)

pytestmark = pytest.mark.usefixtures("organisation")


def recipient_of(tribute: Tribute) -> TributeRecipient:
    """Whom to tell of it."""
    assert tribute.recipient
    return tribute.recipient


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Ann Miller", "ann miller"),
        ("  The late Dr. ANN  Miller ", "ann miller"),
        ("Zoë O'Neil-Łukasz, Jr.", "zoe o'neil-łukasz jr"),
        ("The", "the"),
        ("陳美玲", "陳美玲"),
    ],
)
def test_names_are_compared_without_titles_case_and_accents(written: str, key: str) -> None:
    assert name_key(written) == key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ann Miller", "Anne Miler", False),
        ("Ann Miller", "Anne Miller", True),
        ("Ann Miller", "Jo Miller", False),
    ],
)
def test_likely_misspellings_are_put_side_by_side(one: str, other: str, same: bool) -> None:
    assert alike(name_key(one), name_key(other)) is same


def test_a_form_sent_twice_keeps_one_tribute_and_another_name_is_another_donation(db: Session) -> None:
    def pledge(name: str) -> Pledge:
        return Pledge(
            action_key="one-form",
            amount=Money(5000, "USD"),
            fund_id=make_fund().id,
            donor_name="Jack Lewis",
            email="lewis@example.org",
            tribute=make_wish(honouree_name=name, **TOM),
        )

    first, again = pledge_donation(pledge("Ann Miller")), pledge_donation(pledge("Ann Miller"))
    assert first is again
    assert db.scalar(select(func.count(Tribute.id))) == 1
    assert pledge_donation(pledge("Anna Miller")).id != first.id


def test_until_its_gift_is_here_a_tribute_honors_nobody_and_tells_nobody(db: Session) -> None:
    tribute = make_tribute_by_check(make_wish(**BY_POST), released=False)
    assert (tribute.honouree, due_letters()) == (None, [])
    for _ in range(2):
        release_gift(tribute.gift_id or 0)
    assert honouree_of(tribute).called == "In memory of Ann Miller"
    assert [letter.recipient.name for letter in due_letters()] == ["Tom Miller"]


def test_gifts_for_one_name_and_one_mailbox_become_one_letter_by_themselves(db: Session) -> None:
    one = make_tribute(make_wish(**TOM))
    other = make_tribute(
        make_wish(**{**TOM, "recipient_email": "Tom@Example.org"}, honouree_name="ann MILLER")
    )
    assert one.honouree_id == other.honouree_id
    [letter] = due_letters()
    assert [giver.name for giver in letter.givers] == [
        tribute.gift.donor_name for tribute in (one, other) if tribute.gift
    ]


def test_two_people_of_one_name_stay_two_until_staff_say_otherwise(db: Session) -> None:
    one = make_tribute(make_wish(**TOM))
    other = make_tribute(make_wish(**{**TOM, "recipient_email": "another@example.org"}))
    untold = make_tribute(make_wish(honouree_name="Anne Miller"))
    assert len({tribute.honouree_id for tribute in (one, other, untold)}) == 3
    assert perhaps_the_same(honouree_of(one)) == [honouree_of(other), honouree_of(untold)]
    make_tribute(make_wish(honouree_name="Bob Berg"))
    assert len(perhaps_the_same(honouree_of(one))) == 2


def test_merged_honorees_share_gifts_letters_and_family(db: Session) -> None:
    one, other = make_tribute(make_wish(**TOM)), make_tribute(make_wish(**TOM, honouree_name="Anne Miler"))
    into, gone = honouree_of(one), honouree_of(other)
    for _ in range(2):
        merge_honourees(into.id, [gone.id, into.id])
    assert (other.honouree_id, gone.merged_into_id) == (into.id, into.id)
    assert len(due_letters()) == 1
    assert perhaps_the_same(into) == []
    assert list(broken()) == []


def test_the_living_are_not_merged_with_the_dead(db: Session) -> None:
    one, other = make_tribute(), make_tribute(make_wish(kind=HONOR))
    with pytest.raises(NotTheSame, match="Correct that first"):
        merge_honourees(honouree_of(one).id, [honouree_of(other).id])
    correct_honouree(honouree_of(other).id, name="Ann Miller", kind="memory")
    merge_honourees(honouree_of(one).id, [honouree_of(other).id])
    assert one.honouree_id == other.honouree_id


def test_who_said_no_has_not_said_yes_under_another_spelling(db: Session) -> None:
    one, other = make_tribute(), make_tribute(make_wish(honouree_name="Anne Miller"))
    record_answer(honouree_of(other).id, answer="declined", source="letter", answered_on=our_today())
    merge_honourees(honouree_of(one).id, [honouree_of(other).id])
    assert not may_be_named(honouree_of(one))


def test_a_gift_for_another_person_of_the_same_name_is_parted_again(db: Session) -> None:
    one, other = make_tribute(), make_tribute()
    parted = part_tribute(other.id)
    assert other.honouree_id == parted.id != one.honouree_id
    assert len(due_letters()) == 2
    with pytest.raises(OnlyOne):
        part_tribute(other.id)


def test_one_family_member_can_be_told_instead_of_another(db: Session) -> None:
    one = make_tribute()
    other = make_tribute(make_wish(**{**TOM, "recipient_name": "Sue", "recipient_email": "sue@example.org"}))
    merge_honourees(honouree_of(one).id, [honouree_of(other).id])
    assert len(due_letters()) == 2
    for _ in range(2):
        join_recipients(recipient_of(other).id, into_id=recipient_of(one).id)
    [letter] = due_letters()
    assert len(letter.tributes) == 2


def test_nothing_is_moved_under_a_letter_that_is_about_to_leave(db: Session) -> None:
    one = make_tribute()
    other = make_tribute(make_wish(**{**TOM, "recipient_email": "sue@example.org"}))
    merge_honourees(honouree_of(one).id, [honouree_of(other).id])
    release(other)
    with pytest.raises(StillOnItsWay):
        join_recipients(recipient_of(other).id, into_id=recipient_of(one).id)
    with pytest.raises(StillOnItsWay):
        correct_recipient(recipient_of(other).id, name="Sue", channel="none", email="", address="")


def test_a_letter_needs_somewhere_to_go_and_a_family_may_want_none(db: Session) -> None:
    recipient = recipient_of(make_tribute())
    for channel, field in (("email", "email"), ("post", "address")):
        with pytest.raises(WhereTo) as refused:
            correct_recipient(recipient.id, name="Tom", channel=channel, email="", address="")
        assert refused.value.field == field
    correct_recipient(recipient.id, name="Tom", channel="none", email="", address="")
    assert due_letters() == []


def test_a_name_is_corrected_and_tidied(db: Session) -> None:
    honouree = honouree_of(make_tribute())
    correct_honouree(honouree.id, name="  Anne   Müller ", kind="memory")
    assert (honouree.name, honouree.name_key) == ("Anne Müller", "anne muller")
    with pytest.raises(NameNotFit):
        correct_honouree(honouree.id, name=" ", kind="memory")


def test_a_renewal_belongs_to_the_tribute_that_its_plan_began_with(db: Session) -> None:
    tribute = make_tribute()
    plan = save(
        RecurringPlan(
            donation_id=tribute.donation_id,
            amount=Money(5000, "USD"),
            every="month",
            fund_id=make_fund().id,
            nonce="nonce",
            created_at=clock.now(),
            updated_at=clock.now(),
        )
    )
    renewal = make_card_gift()
    renewal.donation, renewal.plan = None, plan
    db.flush()
    assert tribute_of(renewal) is tribute
    assert tribute_of(make_card_gift()) is None


@pytest.mark.parametrize(
    "values",
    [
        {"gift_id": None, "donation_id": None},
        {"kind": "thanks"},
        {"tell": "by pigeon"},
        {"gift_id": None},
    ],
)
def test_the_database_refuses_a_tribute_that_cannot_be(db: Session, values: dict[str, object]) -> None:
    tribute = make_tribute()
    for name, value in values.items():
        setattr(tribute, name, value)
    with pytest.raises(IntegrityError):
        db.flush()


@pytest.mark.breaks_rules
def test_the_check_finds_a_tribute_without_an_honoree_and_one_of_a_merged_one(db: Session) -> None:
    one, other = make_tribute(), make_tribute(make_wish(honouree_name="Anne Miller"))
    honouree_of(other).merged_into_id = one.honouree_id
    one.recipient = one.honouree = None
    db.flush()
    assert list(broken()) == [
        f"donations: tribute {one.id} has come with its gift and has no honoree",
        f"donations: tribute {other.id} belongs to an honoree who was merged into another",
    ]


def test_a_wish_is_read_as_it_was_kept(db: Session) -> None:
    wish = make_wish(**TOM, occasion="her birthday", message="With love", donor_named=False)
    assert TributeWish.of(make_tribute(wish)) == wish
