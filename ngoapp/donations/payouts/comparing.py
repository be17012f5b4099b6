"""Tying out: every line of a payout beside the movement that it should be, to the cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.models import Gift, Movement
from ngoapp.donations.payouts.booking import STRIPES_OWN
from ngoapp.donations.payouts.models import Payout, PayoutLine

WAITING, TIES_OUT, DIFFERS = "waiting", "ties out", "differs"
AT_A_TIME = 400  # names in one question: both databases take that many


@dataclass(frozen=True)
class Compared:
    """A line of a payout, and what our books say of it."""

    line: PayoutLine
    movement: Movement | None
    fee: Movement | None

    @property
    def gift(self) -> Gift | None:
        """The gift that it belongs to."""
        return self.movement.gift if self.movement else None

    @property
    def converted(self) -> bool:
        """Whether the donor gave in another currency than was paid out: Stripe's rate stands between the two."""
        return self.movement is not None and self.movement.amount.currency != self.line.currency

    @property
    def problem(self) -> str:
        """What does not tie out: `unknown`, `amount` or `fee`; empty where all does."""
        if self.line.kind == STRIPES_OWN:
            return ""
        if self.movement is None:
            return "unknown"
        if not self.converted and self.movement.amount != self.line.amount:
            return "amount"
        return "" if self._fee_minor == self.line.fee_minor else "fee"

    @property
    def ours(self) -> Money:
        """What our books say that the payout should hold of it; Stripe's word where only Stripe can know."""
        if self.line.kind == STRIPES_OWN:
            return self.line.net
        if self.movement is None:
            return Money(0, self.line.currency)
        gross = self.line.amount if self.converted else self.movement.amount
        return Money(gross.minor - self._fee_minor, self.line.currency)

    @property
    def _fee_minor(self) -> int:
        same = self.fee and self.fee.amount.currency == self.line.currency
        return -self.fee.amount.minor if self.fee and same else 0


@dataclass(frozen=True)
class TieOut:
    """A payout with its lines compared; the state that staff see is worked out from them."""

    payout: Payout
    lines: Sequence[Compared]

    @cached_property
    def difference(self) -> Money:
        """What arrives at our bank, less what should by our books."""
        ours = sum(compared.ours.minor for compared in self.lines)
        return Money(self.payout.amount.minor - ours, self.payout.amount.currency)

    @cached_property
    def unlisted(self) -> Money:
        """What arrives at our bank, less all that Stripe lists for it."""
        listed = sum(compared.line.net.minor for compared in self.lines)
        return Money(self.payout.amount.minor - listed, self.payout.amount.currency)

    @cached_property
    def problems(self) -> Sequence[Compared]:
        """The lines that do not tie out."""
        return [compared for compared in self.lines if compared.problem]

    @property
    def state(self) -> str:
        """`waiting` until Stripe says what is in it, then `ties out` or `differs`."""
        if self.payout.listed_at is None:
            return WAITING
        return DIFFERS if self.problems or self.difference.minor else TIES_OUT


@dataclass(frozen=True)
class Stand:
    """How a payout stands, for a list."""

    payout: Payout
    state: str
    difference: Money | None = None


def stands_of(payouts: Iterable[Payout]) -> list[Stand]:
    """How each of these stands; only what has not tied out before is compared again."""
    stands = []
    for payout in payouts:
        if payout.tied_at:
            stands.append(Stand(payout, TIES_OUT))
        else:
            tie = compare(payout)
            stands.append(Stand(payout, tie.state, tie.difference if payout.listed_at else None))
    return stands


def compare(payout: Payout) -> TieOut:
    """The payout as it stands against our books now."""
    wanted = select(PayoutLine).where(PayoutLine.payout_id == payout.id).order_by(PayoutLine.id)
    lines = session.scalars(wanted).all()
    movements = _movements({line.source for line in lines} | {line.move_id for line in lines})
    return TieOut(
        payout,
        [
            Compared(line, movements.get((line.kind, line.source)), movements.get(("fee", line.move_id)))
            for line in lines
        ],
    )


def _movements(sources: set[str]) -> dict[tuple[str, str], Movement]:
    """Movements by kind and source, with their gifts."""
    names, found = sorted(sources), {}
    for first in range(0, len(names), AT_A_TIME):
        wanted = select(Movement).where(Movement.source.in_(names[first : first + AT_A_TIME]))
        for movement in session.scalars(wanted.options(joinedload(Movement.gift))):
            found[movement.kind, movement.source] = movement
    return found
