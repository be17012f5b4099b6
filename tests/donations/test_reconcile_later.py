"""What happens to old payments is found by its own day, and what is under way is asked for until it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.events.transitions import settle
from ngoapp.donations.events.truth import truth_behind
from ngoapp.donations.returns.models import Dispute, DonorNote
from tests.donations.giving import give
from tests.donations.sandboxed import act, donation, movements, payment_of
from tests.donations.test_reconcile import repaired
from tests.sandbox.shop import ask

pytestmark = pytest.mark.usefixtures("organisation")


@contextmanager
def days_later(sandbox: str, days: int) -> Iterator[None]:
    """So many days from now, here and at Stripe."""
    ask(sandbox, "POST", "/switches.json", body={"clock_offset_seconds": days * 86400})
    with clock.at(clock.now() + timedelta(days=days)):
        yield


def told(sandbox: str, type: str) -> str:
    """What the latest event of this type is about."""
    events = ask(sandbox, "GET", "/events.json").json()
    return next(str(event["object"]) for event in events if event["type"] == type)


def found_once(what: str) -> None:
    """A look finds this, and a second one nothing."""
    assert repaired() == [what]
    assert repaired() == []


@pytest.mark.parametrize(("outcome", "state"), [("succeed", "paid"), ("fail", "failed")])
def test_a_payment_that_takes_weeks_is_asked_for_until_it_ends(
    db: Session, client: FlaskClient, sandbox: str, outcome: str, state: str
) -> None:
    act(give(client).location, "later")
    assert repaired() == ["payment page"]
    payment = told(sandbox, "payment_intent.processing")
    with days_later(sandbox, 40):
        assert repaired() == []
        ask(sandbox, "POST", f"/payments/{payment}/{outcome}")
        found_once("payment under way")
    assert donation(db).state == state


def test_a_refund_of_an_old_payment_and_its_failing_are_seen_on_their_own_days(
    db: Session, client: FlaskClient, sandbox: str
) -> None:
    act(give(client).location, "pay")
    repaired()
    payment = payment_of(db)
    with days_later(sandbox, 40):
        ask(sandbox, "POST", f"/payments/{payment}/refund", form={"amount": "20"})
        found_once("refund")
    refund = told(sandbox, "refund.created")
    with days_later(sandbox, 80):
        ask(sandbox, "POST", f"/refunds/{refund}/fail")
        found_once("refund failure")
    assert [kind for kind, _ in movements(db)] == ["fee", "payment", "refund", "refund_failed"]


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_dispute_is_asked_for_until_it_ends(
    db: Session, client: FlaskClient, sandbox: str, outcome: str
) -> None:
    act(give(client).location, "pay")
    repaired()
    ask(sandbox, "POST", f"/payments/{payment_of(db)}/dispute", form={})
    dispute = told(sandbox, "charge.dispute.created")
    assert repaired() == ["dispute"]
    ask(sandbox, "POST", f"/disputes/{dispute}/{outcome}")
    with days_later(sandbox, 90):
        found_once("dispute")
    db.rollback()
    assert db.scalars(select(Dispute.status)).one() == outcome


def test_a_fee_that_was_booked_after_the_payment_was_told_is_found(
    db: Session, client: FlaskClient, sandbox: str
) -> None:
    """Stripe books a charge a moment after it succeeded; the event that says so may be lost."""
    act(give(client).location, "pay")
    truth = truth_behind(stripe_api(), donation(db).session_id or "")
    assert truth.payment
    assert truth.payment.charge
    early = replace(truth.payment, charge=replace(truth.payment.charge, fee=None))
    with transaction():
        settle(replace(truth, payment=early), livemode=False)
    assert movements(db) == [("payment", 5000)]
    found_once("charge")
    assert movements(db) == [("fee", -175), ("payment", 5000)]


def test_a_refund_that_failed_before_we_heard_of_it_is_recorded_both_ways(
    db: Session, client: FlaskClient, sandbox: str
) -> None:
    act(give(client).location, "pay")
    repaired()
    ask(sandbox, "POST", f"/payments/{payment_of(db)}/refund", form={"amount": "20"})
    ask(sandbox, "POST", f"/refunds/{told(sandbox, 'refund.created')}/fail")
    found_once("refund")
    assert movements(db) == [("fee", -175), ("payment", 5000), ("refund", -2000), ("refund_failed", 2000)]
    assert db.scalars(select(DonorNote.kind)).all() == ["refund_failed"]
