"""An honest crowd is let through, however many come: the form stays calm and asks nobody for anything."""

import random

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.donations.attempts.models import Attempt
from ngoapp.donations.attempts.queries import sight
from tests.donations.attempts.crowd import Visitor, address, after, tell
from tests.fakes import FakeStripe

DONORS, MINUTES = 120, 30
AMOUNTS = ("2500", "5000", "5000", "5000", "10000", "other")
LEAVES, DECLINED_ONCE = 0.15, 0.06
Told = list[tuple[float, str]]


def told_later(chance: random.Random, at: float, bank: FakeStripe, page: str) -> Told:
    """What Stripe will tell of a donor who types a card for a minute or three."""
    if chance.random() < LEAVES:
        return []
    takes = chance.uniform(40, 180)
    declined = [(at + takes / 2, f"decline {page}")] if chance.random() < DECLINED_ONCE else []
    return [*declined, (at + takes, f"pay {page}")]


def test_donors_after_a_campaign_mail_are_asked_for_nothing(
    db: Session, client: FlaskClient, bank: FakeStripe, fund: int
) -> None:
    chance, coming = random.Random(3), Told()
    moments = sorted(chance.uniform(0, MINUTES * 60) for _ in range(DONORS))
    visitor = Visitor(client, fund)
    for number, moment in enumerate(moments):
        while coming and min(coming)[0] < moment:
            at, what = min(coming)
            coming.remove((at, what))
            with after(at):
                tell(bank, what)
        with after(moment):
            visitor.address = address(number // 3)  # neighbours share a block
            own = {"other": str(chance.randint(5, 400))}
            amount = chance.choice(AMOUNTS)
            answer = visitor.send(
                email=f"d{number}@example.org", amount=amount, **(own if amount == "other" else {})
            )
            assert answer.status_code == 303, sight().alarms
            coming += told_later(chance, moment, bank, answer.location.rpartition("/")[2])
    db.rollback()
    assert db.scalar(select(func.count()).where(Attempt.outcome == "let")) == DONORS


def test_an_afternoon_of_small_equal_gifts_is_no_attack_when_they_are_paid(
    bank: FakeStripe, visitor: Visitor
) -> None:
    for number in range(40):
        with after(number * 60):
            answer = visitor.send(email=f"d{number}@example.org", amount="other", other="10")
            assert answer.status_code == 303
            tell(bank, f"pay {answer.location.rpartition('/')[2]}")


def test_a_form_that_is_let_in_costs_three_questions_more_at_most(
    app: Flask, db: Session, visitor: Visitor, statements: list[str]
) -> None:
    def asked() -> int:
        statements.clear()
        with after(0):
            assert visitor.send().status_code == 303
        return len([each for each in statements if each.startswith(("SELECT", "INSERT", "UPDATE", "WITH"))])

    asked()
    guarded = asked()
    app.config["GUARDS_GIFTS"] = False
    free = asked()
    app.config["GUARDS_GIFTS"] = True
    assert guarded - free <= 3
