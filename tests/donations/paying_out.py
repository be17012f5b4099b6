"""Payouts as Stripe makes them, for tests: of gifts that were made with `make_card_gift`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from ngoapp.adapters.book_facts import Move, Payout
from ngoapp.core import clock
from ngoapp.core.money import Money
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.models import Gift
from tests.donations.factories import make_card_gift
from tests.fakes import FakeStripe

FEE = 175


def charged(amount: Money | None = None, *, fee: int | None = FEE, days_ago: int = 3) -> Gift:
    """A gift by card some days ago, with Stripe's fee where it is known."""
    gift = make_card_gift(amount, charged_at=clock.now() - timedelta(days=days_ago))
    if fee is not None:
        kept = Money(-fee, "USD")
        add_movement(gift, kind="fee", source=f"txn_{gift.id}", amount=kept, moved_on=gift.gift_on)
    return gift


def move_of(gift: Gift, *, amount: Money | None = None, fee: int = FEE) -> Move:
    """Its charge in Stripe's books."""
    amount = amount or gift.amount
    return Move(
        id=f"txn_{gift.id}",
        category="charge",
        amount=amount,
        fee=Money(fee, amount.currency),
        moved_at=clock.now(),
        object_id=f"ch_{gift.id}",
        payment_id=gift.movements[0].source,
    )


def other_move(category: str, minor: int, *, object_id: str = "", id: str = "") -> Move:
    """Something else that moved."""
    return Move(
        id=id or f"txn_{category}_{minor}",
        category=category,
        amount=Money(minor, "USD"),
        fee=Money(0, "USD"),
        moved_at=clock.now(),
        object_id=object_id,
    )


def paid_out(bank: FakeStripe, moves: Sequence[Move], *, name: str = "po_1", short_by: int = 0) -> str:
    """A payout of these moves; its name."""
    total = sum(move.amount.minor - move.fee.minor for move in moves) - short_by
    bank.books.payouts[name] = Payout(
        id=name,
        amount=Money(total, "USD"),
        status="paid",
        arrives_on=clock.now().date(),
        made_at=clock.now(),
        listed=True,
    )
    bank.books.moves[name] = list(moves)
    return name


def unlisted(bank: FakeStripe, name: str) -> None:
    """Let Stripe not have listed it yet."""
    bank.books.payouts[name] = replace(bank.books.payouts[name], listed=False, status="in_transit")
