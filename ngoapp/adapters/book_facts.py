"""What Stripe's own books say: every move on the account's balance, and the payouts to the bank."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ngoapp.adapters.stripe_facts import instant_from, money_from
from ngoapp.core.money import Money


@dataclass(frozen=True, kw_only=True)
class Move:
    """A balance transaction: `amount` less `fee` is what the balance changed by.

    `category` is Stripe's word for what it was; `object_id` the charge, refund, dispute or payout behind it, and
    `payment_id` the payment to which that belongs."""

    id: str
    category: str
    amount: Money
    fee: Money
    moved_at: datetime
    object_id: str
    payment_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Payout:
    """Money on its way from Stripe to our bank. `listed` is whether Stripe can say by now what is in it."""

    id: str
    amount: Money
    status: str
    arrives_on: date
    made_at: datetime
    listed: bool


def move_from(booked: Mapping[str, Any]) -> Move:
    """Read a `balance_transaction` whose source is expanded."""
    source = booked["source"] or {}
    return Move(
        id=booked["id"],
        category=booked["reporting_category"],
        amount=money_from(booked["amount"], booked["currency"]),
        fee=money_from(booked["fee"], booked["currency"]),
        moved_at=instant_from(booked["created"]),
        object_id=source.get("id", ""),
        payment_id=source.get("payment_intent"),
    )


def payout_from(payout: Mapping[str, Any]) -> Payout:
    """Read a `payout`."""
    return Payout(
        id=payout["id"],
        amount=money_from(payout["amount"], payout["currency"]),
        status=payout["status"],
        arrives_on=instant_from(payout["arrival_date"]).date(),  # Stripe gives midnight in UTC
        made_at=instant_from(payout["created"]),
        listed=payout["automatic"] and payout["reconciliation_status"] == "completed",
    )
