"""Payouts through stripe's own library, against the sandbox: gifts, refunds and disputes reach the bank to the cent."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.donations.models import Movement
from ngoapp.donations.payouts.comparing import TieOut, compare
from ngoapp.donations.payouts.models import Payout
from tests.donations.giving import give
from tests.donations.sandboxed import act, tell_all
from tests.donations.test_reconcile import repaired
from tests.sandbox.shop import ask

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture
def payments(db: Session, client: FlaskClient, sandbox: str) -> list[str]:
    """Three gifts that were paid and recorded."""
    for number in range(3):
        act(give(client, email=f"donor{number}@example.org").location, "pay")
    repaired()
    db.rollback()
    wanted = select(Movement.source).where(Movement.kind == "payment").order_by(Movement.id)
    return list(db.scalars(wanted))


def pay_out(sandbox: str) -> Any:
    """All that is on the balance goes to the bank, and arrives."""
    return ask(sandbox, "POST", "/payouts", form={"early": "1", "arrive": "1"}).json()


def ties(db: Session) -> list[TieOut]:
    """Every payout, compared, oldest first."""
    db.rollback()
    return [compare(payout) for payout in db.scalars(select(Payout).order_by(Payout.id)).all()]


def test_everything_that_moved_reaches_the_bank_to_the_cent(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, payments: list[str]
) -> None:
    first, second, _ = payments
    refund = ask(sandbox, "POST", f"/payments/{first}/refund", form={"amount": "20"}).json()["id"]
    ask(sandbox, "POST", f"/refunds/{refund}/fail")
    ask(sandbox, "POST", f"/payments/{second}/dispute", form={})
    ask(sandbox, "POST", "/balance/fee", form={"amount": "2.00"})
    pay_out(sandbox)
    tell_all(app, client, sandbox)
    [tie] = ties(db)
    assert (tie.state, len(tie.lines)) == ("ties out", 7)
    assert tie.payout.amount.minor == 3 * (5000 - 175) - 5000 - 1500 - 200
    assert repaired() == []


def test_a_payout_of_which_nobody_told_is_found_and_one_that_failed_comes_along_with_the_next(
    db: Session, sandbox: str, payments: list[str]
) -> None:
    name = pay_out(sandbox)["id"]
    assert repaired() == ["payout"]
    assert repaired() == []
    ask(sandbox, "POST", f"/payouts/{name}/fail")
    pay_out(sandbox)
    assert repaired() == ["payout", "payout"]
    assert [(tie.payout.status, tie.state) for tie in ties(db)] == [
        ("failed", "ties out"),
        ("paid", "ties out"),
    ]


def test_a_line_that_nobody_knows_is_a_difference(db: Session, sandbox: str, payments: list[str]) -> None:
    ask(sandbox, "POST", "/switches.json", body={"unknown_in_payouts": -321})
    pay_out(sandbox)
    repaired()
    [tie] = ties(db)
    assert [(compared.problem, compared.line.net.minor) for compared in tie.problems] == [("unknown", -321)]
    assert (tie.state, tie.difference.minor) == ("differs", -321)
