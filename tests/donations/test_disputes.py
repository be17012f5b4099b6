"""Disputes: what banks take and give back is in the movements, told by events in any order and more than once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.donations.models import Gift
from ngoapp.donations.queries import net, waiting
from ngoapp.donations.returns.models import Dispute
from ngoapp.donations.returns.notes import held_notes
from ngoapp.receipts.models import Receipt
from tests.donations.giving import give
from tests.donations.sandboxed import act, movements, payment_of, tell_all
from tests.sandbox.shop import ask
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture
def payment(app: Flask, db: Session, client: FlaskClient, sandbox: str) -> str:
    """A gift of fifty dollars with its receipt; Stripe's name for its payment."""
    act(give(client).location, "pay")
    tell_all(app, client, sandbox)
    work_off(app)
    return payment_of(db)


def open_dispute(sandbox: str, payment: str, how: str = "dispute") -> str:
    """Let the bank dispute what is left; the dispute's name."""
    ask(sandbox, "POST", f"/payments/{payment}/{how}", form={})
    events = ask(sandbox, "GET", "/events.json").json()
    return next(str(told["object"]) for told in events if told["type"] == "charge.dispute.created")


def settled(app: Flask, db: Session, client: FlaskClient, sandbox: str) -> list[tuple[str, int]]:
    """The movements when every event was told."""
    tell_all(app, client, sandbox)
    work_off(app)
    return movements(db)


def receipts(db: Session) -> list[str]:
    """The state of each receipt."""
    db.rollback()
    return list(db.scalars(select(Receipt.state).order_by(Receipt.id)))


def test_a_dispute_takes_gift_fee_and_receipt(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, payment: str
) -> None:
    dispute = open_dispute(sandbox, payment)
    taken = [("dispute", -5000), ("fee", -1500), ("fee", -175), ("payment", 5000)]
    assert settled(app, db, client, sandbox) == taken
    assert receipts(db) == ["void"]
    assert (waiting()["disputes_to_answer"], waiting()["notes_to_release"]) == (1, 1)
    ask(sandbox, "POST", f"/disputes/{dispute}/lost")
    assert settled(app, db, client, sandbox) == taken
    assert db.scalars(select(Dispute.status)).all() == ["lost"]
    assert waiting()["disputes_to_answer"] == 0


def test_a_dispute_that_is_won_brings_money_and_receipt_back(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, payment: str
) -> None:
    dispute = open_dispute(sandbox, payment)
    settled(app, db, client, sandbox)
    ask(sandbox, "POST", f"/disputes/{dispute}/won")
    assert ("dispute_reversal", 5000) in settled(app, db, client, sandbox)
    assert receipts(db) == ["void", "issued"]
    assert net(db.scalars(select(Gift)).one()).minor == 5000


def test_a_bank_that_only_asks_takes_nothing(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, payment: str
) -> None:
    dispute = open_dispute(sandbox, payment, "inquire")
    untouched = [("fee", -175), ("payment", 5000)]
    assert settled(app, db, client, sandbox) == untouched
    assert waiting()["disputes_to_answer"] == 1
    ask(sandbox, "POST", f"/disputes/{dispute}/warning_closed")
    assert settled(app, db, client, sandbox) == untouched
    assert (receipts(db), waiting()["disputes_to_answer"], held_notes()) == (["issued"], 0, [])


def test_an_inquiry_may_become_a_dispute(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, payment: str
) -> None:
    dispute = open_dispute(sandbox, payment, "inquire")
    ask(sandbox, "POST", f"/disputes/{dispute}/needs_response")
    assert ("dispute", -5000) in settled(app, db, client, sandbox)


def test_a_chargeback_after_a_partial_refund_takes_what_was_left(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, payment: str
) -> None:
    ask(sandbox, "POST", f"/payments/{payment}/refund", form={"amount": "20"})
    settled(app, db, client, sandbox)
    assert receipts(db) == ["replaced", "issued"]
    open_dispute(sandbox, payment)
    assert {("refund", -2000), ("dispute", -3000)} <= set(settled(app, db, client, sandbox))
    assert receipts(db) == ["replaced", "void"]
