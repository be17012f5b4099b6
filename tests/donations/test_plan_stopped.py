"""The mail that confirms to a donor that their recurring gift is stopped."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring import changes
from tests.donations.plans import make_plan, now
from tests.fakes import FakeSmtp
from tests.sandbox.shop import Shop
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation", "sandbox")
KEY = "a-form-that-was-drawn-once"
MAIL = "donations.send_plan_stopped"


@pytest.fixture
def plan(db: Session, shop: Shop) -> RecurringPlan:
    """Twenty-five dollars every month."""
    return make_plan(shop)


def test_a_stop_is_confirmed_once_and_a_repeat_is_the_same_mail(
    app: Flask, db: Session, plan: RecurringPlan, outgoing: FakeSmtp
) -> None:
    for _ in range(2):
        changes.stop(plan.id, key=KEY)
    work_off(app, only=MAIL)
    with transaction():
        db.execute(update(OutboxRow).where(OutboxRow.name == MAIL).values(state="waiting", ended_at=None))
    work_off(app, only=MAIL)
    first, again = outgoing.sent
    assert first.as_bytes() == again.as_bytes()
    assert first["Subject"] == "Your gift to NSN is stopped"
    body = first.get_body(("plain",))
    assert body
    words = " ".join(body.get_content().split())
    assert "your monthly gift of $25.00 is stopped. Nothing is charged any more" in words
    assert "The last charge was $25.00 on" in words
    assert "http://localhost/donate" in words
    assert "http://localhost/giving" in words


def test_whoever_lets_it_go_on_meanwhile_hears_nothing(
    app: Flask, plan: RecurringPlan, outgoing: FakeSmtp
) -> None:
    changes.stop(plan.id, key=KEY)
    changes.go_on(plan.id, key=KEY)
    work_off(app, only=MAIL)
    assert outgoing.sent == []
    changes.stop(plan.id, key=f"{KEY}-anew")
    work_off(app, only=MAIL)
    assert len(outgoing.sent) == 1


def test_a_stop_that_stripe_did_not_answer_is_confirmed_when_it_is_pressed_again(
    app: Flask, db: Session, shop: Shop, plan: RecurringPlan, outgoing: FakeSmtp
) -> None:
    press = partial(changes.stop, plan.id, key=KEY)
    shop.switch(drop_answers=1)
    with pytest.raises(changes.StripeSilent):
        press()
    work_off(app, only=MAIL)
    assert outgoing.sent == []
    shop.switch(drop_answers=0)
    press()
    work_off(app, only=MAIL)
    assert len(outgoing.sent) == 1
    assert now(db, plan).state == "ending"
