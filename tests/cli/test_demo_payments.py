"""The demo's payments, which the sandbox knows as Stripe would: staff give their money back."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.accounts.models import User
from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.cli.check import broken
from ngoapp.cli.demo.at_stripe import introduce_payments
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.core.settings import Settings
from ngoapp.donations.events.reconcile import reconcile
from ngoapp.donations.models import Gift, Movement
from ngoapp.donations.queries import net
from ngoapp.donations.returns.operations import ask_refund, left_to_refund
from ngoapp.sandbox import RunningSandbox
from tests.work import work_off


def given_back(db: Session, payment: str) -> tuple[Gift, Money]:
    """A gift of the demo after all that is left of it was asked back, and what that was."""
    wanted = select(Movement).where(Movement.source == payment, Movement.kind == "payment")
    gift = db.scalars(wanted).one().gift
    gift_id, left, staff = gift.id, left_to_refund(gift), db.scalars(select(User.id)).first() or 0
    db.rollback()
    with transaction():
        ask_refund(
            action_key=f"back-{payment}",
            gift_id=gift_id,
            amount=left,
            reason="requested_by_customer",
            why="",
            asked_by_id=staff,
        )
    return db.get_one(Gift, gift_id), left


def test_every_payment_of_the_demo_can_be_given_back_and_the_sweep_finds_nothing_to_mend(
    app: Flask, db: Session, settings: Settings, demo_sandbox: RunningSandbox
) -> None:
    assert introduce_payments(app, settings) == 0
    paid = select(Movement.source).where(Movement.kind == "payment").order_by(Movement.id)
    payments = [source for source in db.scalars(paid) if source.startswith("pi_demo_")]
    db.rollback()
    assert reconcile(stripe_api(), days=500) == []
    partly = db.scalars(
        select(Movement.gift_id).where(Movement.kind == "refund", Movement.source.startswith("re_"))
    ).first()
    of_partly = db.scalars(
        select(Movement.source).where(Movement.gift_id == partly, Movement.kind == "payment")
    ).one()
    for payment in (payments[0], of_partly):
        gift, left = given_back(db, payment)
        assert left.minor > 0
        work_off(app, only="donations.")
        db.rollback()
        assert net(gift).minor == 0
    assert list(broken(app)) == []
