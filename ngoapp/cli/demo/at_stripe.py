"""The demo's payments at the sandbox, so that staff give them back as they could at Stripe.

The sandbox keeps its state in a file of the data directory: it is told there, before it starts or while it runs."""

from dataclasses import asdict

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ngoapp.cli.sandbox import sandbox_of
from ngoapp.core.db import session
from ngoapp.core.settings import Settings
from ngoapp.donations.models import Donation, Gift, Movement
from ngoapp.sandbox import EarlierMoney, EarlierPayment, remember_payments

PAID_IN_THE_DEMO = "pi_demo_"
WENT_BACK = ("refund", "refund_failed")


def introduce_payments(app: Flask, settings: Settings) -> int:
    """Tell the sandbox of every payment of the demo that it does not know, regular gifts aside; how many those were."""
    paid = (
        select(Movement)
        .where(Movement.kind == "payment", Movement.source.startswith(PAID_IN_THE_DEMO, autoescape=True))
        .options(joinedload(Movement.gift).selectinload(Gift.movements))
        .options(joinedload(Movement.gift).joinedload(Gift.donation).joinedload(Donation.plan))
        .order_by(Movement.id)
    )
    with app.app_context():
        payments = session.scalars(paid).all()
        told = [
            _as_stripe_was_paid(payment, payment.gift, begun)
            for payment in payments
            if (begun := payment.gift.donation) and not begun.plan
        ]
    return remember_payments(sandbox_of(settings), told)


def money_of(payment: Movement) -> EarlierMoney:
    """A payment, and what became of it since, as Stripe has it."""
    gift = payment.gift
    back = sum(movement.amount.minor for movement in gift.movements if movement.kind in WENT_BACK)
    return EarlierMoney(
        id=payment.source,
        line_id=payment.source.replace("pi_", "txn_", 1),
        returned=-back,
        disputed=any(movement.kind == "dispute" for movement in gift.movements),
    )


def _as_stripe_was_paid(payment: Movement, gift: Gift, begun: Donation) -> EarlierPayment:
    return EarlierPayment(
        **asdict(money_of(payment)),
        name=begun.donor_name,
        email=begun.email,
        amount=payment.amount.minor,
        currency=payment.amount.currency,
        made_at=gift.charged_at or payment.recorded_at,
        metadata={"donation": str(begun.id), "action": begun.action_key},
    )
