"""The ledger with a Stripe that checks what it is asked: declines are told with their card, and pages can be ended."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_facts import StripeRefused
from ngoapp.donations.attempts.models import Attempt
from tests.donations.attempts.crowd import Visitor
from tests.donations.sandboxed import act, donation, tell_all


def test_a_declined_card_and_one_that_works_stand_in_the_ledger_once_each(
    app: Flask, db: Session, client: FlaskClient, visitor: Visitor, sandbox: str
) -> None:
    page = visitor.send().location
    act(page, "decline")
    tell_all(app, client, sandbox)
    act(page, "pay")
    tell_all(app, client, sandbox)
    db.rollback()
    rows = db.execute(select(Attempt.outcome, Attempt.card).order_by(Attempt.id)).all()
    assert [outcome for outcome, _ in rows] == ["let", "declined", "paid"]
    assert all(card for outcome, card in rows if outcome != "let")


def test_a_page_that_is_ended_takes_no_money_and_cannot_be_ended_twice(
    app: Flask, db: Session, client: FlaskClient, visitor: Visitor, sandbox: str
) -> None:
    visitor.send()
    page = donation(db).session_id or ""
    stripe_api().end_page(page)
    with pytest.raises(StripeRefused):
        stripe_api().end_page(page)
    tell_all(app, client, sandbox)
    assert donation(db).state == "expired"
