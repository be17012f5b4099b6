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
from tests.sandbox.shop import ask
from tests.work import work_off


def paid_online(db: Session) -> list[Movement]:
    """Every payment of the demo that came by card, of gifts that were given once and of such that come again."""
    online = Movement.source.startswith("pi_demo_", autoescape=True)
    return list(
        db.scalars(select(Movement).where(Movement.kind == "payment", online).order_by(Movement.id)).all()
    )


def give_back(db: Session, payment: str, dollars: int | None = None) -> Gift:
    """A gift of the demo after this much, or all that is left of it, was asked back."""
    wanted = select(Movement).where(Movement.source == payment, Movement.kind == "payment")
    gift = db.scalars(wanted).one().gift
    gift_id, left, staff = gift.id, left_to_refund(gift), db.scalars(select(User.id)).first() or 0
    db.rollback()
    with transaction():
        ask_refund(
            action_key=f"back-{payment}-{left.minor}",
            gift_id=gift_id,
            amount=Money(dollars * 100, left.currency) if dollars else left,
            reason="requested_by_customer",
            why="",
            asked_by_id=staff,
        )
    return db.get_one(Gift, gift_id)


def test_the_sandbox_knows_every_payment_of_the_demo_as_the_books_do(
    app: Flask, db: Session, settings: Settings, demo_sandbox: RunningSandbox
) -> None:
    assert introduce_payments(app, settings) == 0
    payments = paid_online(db)
    assert len([payment for payment in payments if payment.gift.plan_id]) > 10
    api = stripe_api()
    for payment in payments:
        told, paid_at = api.payment(payment.source), payment.gift.charged_at
        assert told.received == payment.amount
        assert told.charge
        assert paid_at
        assert told.charge.charged_at == paid_at.replace(microsecond=0)
        assert told.charge.fee
        assert told.charge.fee.id in {row.source for row in payment.gift.movements}
    db.rollback()
    assert reconcile(api, days=500) == []
    assert list(broken(app)) == []


def test_what_was_given_once_or_comes_again_in_the_demo_can_be_given_back_or_disputed(
    app: Flask, db: Session, demo_sandbox: RunningSandbox
) -> None:
    payments = paid_online(db)
    once = next(each.source for each in payments if each.gift.donation and not each.gift.donation.plan)
    first = next(each.source for each in payments if each.gift.donation and each.gift.donation.plan)
    partly = next(
        each.source for each in payments if any(row.kind == "refund" for row in each.gift.movements)
    )
    renewals = [(each.source, each.gift.plan.state) for each in payments if each.gift.plan]
    renewal, disputed = renewals[0][0], renewals[1][0]
    of_ended = next(source for source, state in renewals if state == "ended")
    for payment, dollars in (
        (once, None), (first, None), (partly, None), (renewal, 5), (renewal, None), (of_ended, None),
    ):  # fmt: skip
        gift = give_back(db, payment, dollars)
        work_off(app, only="donations.")
        db.rollback()
        assert (net(gift).minor == 0) == (dollars is None)
    ask(demo_sandbox.url, "POST", f"/payments/{disputed}/dispute", form={})
    assert [found.what for found in reconcile(stripe_api(), days=500)] == ["dispute"]
    assert reconcile(stripe_api(), days=500) == []
    assert list(broken(app)) == []
