"""Honorees in public: with their word or the family's, above donors who agreed, and gone at once."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.acknowledgments.operations import draft_acknowledgment, publish, withdraw
from ngoapp.acknowledgments.queries import waiting
from ngoapp.acknowledgments.tributes.operations import NotAgreed, publish_honouree, withdraw_honouree
from ngoapp.acknowledgments.tributes.queries import Remembered, honourees_to_approve, tribute_section
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.tributes.honourees import correct_honouree, merge_honourees, record_answer
from ngoapp.donations.tributes.models import HONOR, Honouree, Tribute
from ngoapp.organisation.queries import our_today
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_fund
from tests.donations.tributes import make_tribute, make_wish
from tests.organisation.factories import make_organisation


@pytest.fixture(autouse=True)
def organisation(db: Session) -> None:
    """An organisation that takes gifts."""
    with transaction():
        make_organisation()
        make_fund()


def make_named(name: str, **wish: str) -> Tribute:
    """A tribute by somebody who is thanked in public."""
    tribute = make_tribute(
        make_wish(**wish), donor_name=name, recognition_name=name, anonymous=False, consent_wording="Yes"
    )
    publish(draft_acknowledgment(tribute.gift_id or 0).id)
    return tribute


def of(tribute: Tribute) -> Honouree:
    """Its honoree."""
    assert tribute.honouree
    return tribute.honouree


def shown() -> list[tuple[str, list[str], int]]:
    """What the page says."""
    return [_said(each) for each in tribute_section(our_today())]


def _said(each: Remembered) -> tuple[str, list[str], int]:
    return each.honouree.called, list(each.names), each.anonymous


def agree(honouree: Honouree, answer: str = "agreed") -> None:
    """What they or the family say."""
    record_answer(honouree.id, answer=answer, source="letter", answered_on=our_today())


def test_in_memory_a_name_is_shown_once_staff_approve_it_with_the_donors_below(db: Session) -> None:
    tribute = make_named("Zoe Young")
    ann = of(tribute)
    merge_honourees(ann.id, [of(make_named("Adam Able")).id, of(make_tribute(make_wish())).id])
    assert (shown(), honourees_to_approve()) == ([], [ann])
    assert waiting()["honourees_to_approve"] == 1
    for _ in range(2):
        publish_honouree(ann.id)
    assert shown() == [("In memory of Ann Miller", ["Adam Able", "Zoe Young"], 1)]
    assert waiting()["honourees_to_approve"] == 0


def test_a_living_honoree_who_was_not_asked_is_not_shown_and_cannot_be(db: Session) -> None:
    rosa = of(make_named("Zoe Young", kind=HONOR, honouree_name="Rosa Delgado"))
    assert honourees_to_approve() == []
    with pytest.raises(NotAgreed, match="not agreed yet"):
        publish_honouree(rosa.id)
    agree(rosa)
    publish_honouree(rosa.id)
    assert shown() == [("In honor of Rosa Delgado", ["Zoe Young"], 0)]


def test_a_withdrawal_by_anybody_takes_the_name_away_at_once(db: Session) -> None:
    rosa = of(make_named("Zoe Young", kind=HONOR))
    agree(rosa)
    publish_honouree(rosa.id)
    agree(rosa, "declined")
    assert shown() == []
    with pytest.raises(NotAgreed, match="said no"):
        publish_honouree(rosa.id)
    agree(rosa)
    assert len(shown()) == 1
    withdraw_honouree(rosa.id)
    assert shown() == []


def test_death_asks_for_a_new_decision(db: Session) -> None:
    rosa = of(make_named("Zoe Young", kind=HONOR))
    agree(rosa)
    publish_honouree(rosa.id)
    correct_honouree(rosa.id, name=rosa.name, kind="memory")
    assert (shown(), honourees_to_approve()) == ([], [rosa])


def test_a_donor_who_withdraws_is_anonymous_and_a_refund_takes_the_gift_away(db: Session) -> None:
    tribute = make_named("Zoe Young")
    publish_honouree(of(tribute).id)
    withdraw(draft_acknowledgment(tribute.gift_id or 0).id, reason="donor")
    assert shown() == [("In memory of Ann Miller", [], 1)]
    assert tribute.gift
    add_movement(
        tribute.gift, kind="refund", source="re_1", amount=Money(-5000, "USD"), moved_on=tribute.gift.gift_on
    )
    assert shown() == []


def test_the_page_has_a_section_of_its_own_and_the_feed_has_no_name(
    db: Session, client: FlaskClient, staff_client: StaffClient
) -> None:
    with transaction():
        ann = of(make_named("Zoe Young"))
    editor = staff_client("editor")
    assert "In memory of Ann Miller" in editor.get("/staff/thanks/").text
    editor.post(f"/staff/thanks/honorees/{ann.id}/publish")
    page = client.get("/news/").text
    assert "In memory of Ann Miller" in page
    assert 'content="noindex"' in page
    assert "Ann Miller" not in client.get("/news/feed.xml").text
    assert "Ann Miller" not in client.get("/").text
    editor.post(f"/staff/thanks/honorees/{ann.id}/withdraw")
    assert "Ann Miller" not in client.get("/news/").text
    assert "Left out" in editor.get("/staff/thanks/").text
