"""What webhooks never told is found at Stripe and made good; a second look finds nothing."""

import random
from collections import Counter

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.core.outbox import OutboxRow
from ngoapp.core.queue import queue_of
from ngoapp.donations.events.reconcile import reconcile
from ngoapp.donations.models import Donation, Gift, Movement
from ngoapp.donations.returns.operations import ask_refund
from ngoapp.worker.consumer import DAILY, HOURLY, Sweep
from tests.accounts.factories import saved_staff
from tests.donations.giving import filled, give
from tests.donations.sandboxed import act, movements, payment_of
from tests.sandbox.shop import ask
from tests.sizes import LONGEST, sized
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


GIFTS = sized(15, 1000)
PATIENCE = 8  # times that a refund whose answer is lost is asked for again


def repaired() -> list[str]:
    """What a look at Stripe finds and makes good."""
    return [found.what for found in reconcile(stripe_api())]


def test_a_gift_of_which_nobody_told_is_recorded_once(db: Session, client: FlaskClient, sandbox: str) -> None:
    act(give(client).location, "pay")
    assert repaired() == ["payment page"]
    assert movements(db) == [("fee", -175), ("payment", 5000)]
    assert repaired() == []


def test_refunds_and_disputes_of_which_nobody_told_are_recorded_once(
    db: Session, client: FlaskClient, sandbox: str
) -> None:
    act(give(client).location, "pay")
    repaired()
    payment = payment_of(db)
    ask(sandbox, "POST", f"/payments/{payment}/refund", form={"amount": "20"})
    assert repaired() == ["refund"]
    refund = next(
        e["object"] for e in ask(sandbox, "GET", "/events.json").json() if e["type"] == "refund.created"
    )
    ask(sandbox, "POST", f"/refunds/{refund}/fail")
    assert repaired() == ["refund"]
    ask(sandbox, "POST", f"/payments/{payment}/dispute", form={})
    assert repaired() == ["dispute"]
    assert sum(minor for kind, minor in movements(db) if kind != "fee") == 0
    assert repaired() == []


def test_a_page_that_ended_unused_is_noted_and_one_that_is_open_is_let_be(
    db: Session, client: FlaskClient, sandbox: str
) -> None:
    page = give(client).location
    assert repaired() == []
    ask(sandbox, "POST", f"/sessions/{page.rpartition('/')[2]}/expire")
    assert repaired() == ["payment page"]
    assert repaired() == []
    assert db.scalars(select(Donation.state)).all() == ["expired"]


def test_the_worker_plans_one_look_for_each_hour_and_one_for_each_night(app: Flask, db: Session) -> None:
    for _ in range(2):
        sweep = Sweep(app, queue_of(app))
        sweep.plan()
        sweep.plan()
    assert db.scalars(select(OutboxRow.name).order_by(OutboxRow.id)).all() == [*HOURLY, *DAILY]


@pytest.mark.nightly
@pytest.mark.timeout(LONGEST)
def test_answers_that_are_lost_after_stripe_acted_double_nothing(
    app: Flask, db: Session, client: FlaskClient, sandbox: str
) -> None:
    """Three in ten answers are lost: donors and staff press again, and jobs run again."""
    staff = saved_staff("finance").id
    ask(sandbox, "POST", "/switches.json", body={"drop_answers": 0.3, "seed": 7})
    for number in range(GIFTS):
        form = filled(client, email=f"donor{number}@example.org")
        while not (page := give(client, form).location):
            pass
        act(page, "pay")
    reconcile(stripe_api())
    ask_for_refunds(db, by=staff)
    for _ in range(PATIENCE):
        with transaction():
            for row in db.scalars(select(OutboxRow).where(OutboxRow.name == "donations.refund")):
                row.available_at = row.created_at
        work_off(app, only="donations.refund")
    assert reconcile(stripe_api()) == []
    counted = Counter(db.scalars(select(Movement.kind)))
    assert counted == {"payment": GIFTS, "fee": GIFTS, "refund": GIFTS}
    told = Counter(told["type"] for told in ask(sandbox, "GET", "/events.json").json())
    assert (told["refund.created"], told["charge.succeeded"]) == (GIFTS, GIFTS)


def ask_for_refunds(db: Session, *, by: int) -> None:
    """Staff give back part of every gift."""
    db.rollback()
    for gift in db.scalars(select(Gift)).all():
        with transaction():
            ask_refund(
                action_key=f"back-{gift.id}",
                gift_id=gift.id,
                amount=Money(2000, "USD"),
                reason="requested_by_customer",
                why="",
                asked_by_id=by,
            )


@pytest.mark.parametrize("seed", range(4))
def test_the_sum_of_movements_is_what_stripe_says_after_any_sequence(
    db: Session, client: FlaskClient, sandbox: str, seed: int
) -> None:
    chance = random.Random(seed)
    act(give(client).location, "pay")
    repaired()
    payment = payment_of(db)
    for _ in range(12):
        step(chance, sandbox, payment)
        if chance.random() < 0.5:
            repaired()
    repaired()
    key = {"Authorization": "Bearer sk_test_ngoapp"}
    booked = ask(sandbox, "GET", "/v1/balance_transactions?limit=100", headers=key).json()["data"]
    assert sum(minor for _kind, minor in movements(db)) == sum(each["net"] for each in booked)


def step(chance: random.Random, sandbox: str, payment: str) -> None:
    """Something happens to the payment, or is refused."""
    events = ask(sandbox, "GET", "/events.json").json()
    refunds = [told["object"] for told in events if told["type"] == "refund.created"]
    disputes = [told["object"] for told in events if told["type"] == "charge.dispute.created"]
    ways = [f"/payments/{payment}/{how}" for how in ("refund", "refund", "dispute", "inquire")]
    ways += [f"/refunds/{refund}/fail" for refund in refunds]
    outcomes = ("won", "lost", "warning_closed", "needs_response")
    ways += [f"/disputes/{dispute}/{outcome}" for dispute in disputes for outcome in outcomes]
    ask(sandbox, "POST", chance.choice(ways), form={"amount": str(chance.randint(1, 20))})
