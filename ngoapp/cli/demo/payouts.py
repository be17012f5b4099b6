"""Payouts in the demo: every two weeks what came by card, less Stripe's fees; one has a charge that nobody knows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import select

from ngoapp.adapters.book_facts import Move, Payout
from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.models import Movement
from ngoapp.donations.payouts.operations import keep_payout
from ngoapp.organisation.queries import our_organisation

EVERY, ON_THE_WAY = timedelta(days=14), timedelta(days=2)
UNKNOWN = Money(4500, "USD")
CATEGORIES = {"payment": "charge", "refund": "refund", "dispute": "dispute"}


def load_payouts() -> None:
    """Pay out all that moved at Stripe and is old enough, two weeks at a time."""
    wanted = select(Movement).where(Movement.source.contains("_demo_", autoescape=True))
    movements = session.scalars(wanted.order_by(Movement.recorded_at, Movement.id)).all()
    fees = {movement.source: -movement.amount.minor for movement in movements if movement.kind == "fee"}
    moves = [_move(movement, fees) for movement in movements if movement.kind in CATEGORIES]
    ended = [move for move in moves if move.moved_at < clock.now() - ON_THE_WAY]
    lots = [list(lot) for _, lot in groupby(ended, key=lambda move: move.moved_at.toordinal() // EVERY.days)]
    lots[-1].append(_unknown(lots[-1][-1].moved_at))
    for number, lot in enumerate(lots, start=1):
        _pay_out(number, lot)


def _move(movement: Movement, fees: dict[str, int]) -> Move:
    name = movement.source.replace("pi_", "txn_").replace("re_", "txn_re_")
    return Move(
        id=name,
        category=CATEGORIES[movement.kind],
        amount=movement.amount,
        fee=Money(fees.get(name, 0), movement.amount.currency),
        moved_at=movement.recorded_at,
        object_id=movement.source,
        payment_id=movement.source if movement.kind == "payment" else None,
    )


def _unknown(moved_at: datetime) -> Move:
    """Somebody charged a card in Stripe's dashboard."""
    return Move(
        id="txn_demo_gala",
        category="charge",
        amount=UNKNOWN,
        fee=Money(0, UNKNOWN.currency),
        moved_at=moved_at,
        object_id="ch_demo_gala",
    )


def _pay_out(number: int, lot: Sequence[Move]) -> None:
    made_at = lot[-1].moved_at + ON_THE_WAY / 2
    net = sum(move.amount.minor - move.fee.minor for move in lot)
    fact = Payout(
        id=f"po_demo_{number}",
        amount=Money(net, lot[0].amount.currency),
        status="paid",
        arrives_on=clock.local_day(made_at + ON_THE_WAY / 2, our_organisation().time_zone),
        made_at=made_at,
        listed=True,
    )
    with clock.at(made_at + ON_THE_WAY / 2):
        keep_payout(fact, lot)
