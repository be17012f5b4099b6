"""Test charges that went through: found by what is alike, and given back in one step."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ngoapp.core import audit, clock
from ngoapp.core.db import HIGHEST_ID, one_at_a_time, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.donations.attempts.models import Attempt, RefundRun
from ngoapp.donations.models import Donation, Gift, Movement
from ngoapp.donations.returns.models import RefundRequest
from ngoapp.donations.returns.operations import (
    NOT_YET_AT_STRIPE,
    InDispute,
    MoreThanIsLeft,
    NotByCard,
    ask_refund,
    release_refund,
)
from ngoapp.organisation.queries import our_organisation

FRAUD = "fraudulent"
MOST = 500


class NothingChosen(Refused):
    """No gift of the list was ticked, or everything of them has been given back."""

    def __init__(self) -> None:
        super().__init__("Tick the gifts that are to go back; of those ticked, nothing is left to refund.")


@dataclass(frozen=True, kw_only=True)
class Alike:
    """What test charges have in common; empty parts count for nothing."""

    since: datetime
    until: datetime
    amount: Money | None = None
    card: str = ""
    source: str = ""


@dataclass(frozen=True)
class Left:
    """A gift and what is left of it to give back."""

    gift: Gift
    amount: Money


def charges_like(alike: Alike) -> list[Left]:
    """Gifts by card of which something is left, oldest first: those that came in the span and fit the rest."""
    wanted = select(Gift).join(Donation, Donation.id == Gift.donation_id)
    wanted = wanted.where(Gift.charged_at.between(alike.since, alike.until))
    if alike.amount:
        wanted = wanted.where(
            Gift.amount_minor == alike.amount.minor, Gift.amount_currency == alike.amount.currency
        )
    for column, value in ((Attempt.card, alike.card), (Attempt.source, alike.source)):
        if value:
            noted = select(Attempt.id).where(Attempt.action_key == Donation.action_key, column == value)
            wanted = wanted.where(noted.exists())
    shown = wanted.options(joinedload(Gift.fund)).order_by(Gift.charged_at, Gift.id).limit(MOST)
    return _with_something_left(session.scalars(shown).all())


def totals_of(charges: Iterable[Left]) -> list[Money]:
    """What they come to, a sum for each currency and our own first."""
    sums = Counter[str]()
    for each in charges:
        sums[each.amount.currency] += each.amount.minor
    own = our_organisation().currency
    return [Money(sums[code], code) for code in sorted(sums, key=lambda code: (code != own, code))]


def _above_limit(charges: Iterable[Left]) -> bool:
    """Whether their sum takes a second person. Of other currencies each refund asks for one by itself."""
    limit = our_organisation().refund_limit
    return any(total.currency == limit.currency and total > limit for total in totals_of(charges))


def refund_run(*, run_key: str, gift_ids: Iterable[int], why: str, asked_by_id: int) -> RefundRun:
    """Ask for everything that is left of these gifts to go back; the same form again is the same run.

    Where the total is above the organisation's limit, all of them wait for a second person. What is disputed is left
    alone: the bank has that money. Raises NothingChosen."""
    one_at_a_time(f"refund-run:{run_key}")
    known = session.scalar(select(RefundRun).where(RefundRun.run_key == run_key))
    if known:
        return known
    charges = _with_something_left(_chosen(gift_ids))
    if not charges:
        raise NothingChosen
    run = save(RefundRun(run_key=run_key, why=why, asked_by_id=asked_by_id, asked_at=clock.now()))
    audit.record("refund_run.asked", run, gifts=len(charges))
    needs_second = _above_limit(charges)
    asked = [_ask(run, each, asked_by_id, needs_second=needs_second) for each in charges]
    if not any(asked):
        raise NothingChosen
    return run


def release_run(run_id: int, *, by: int) -> int:
    """A second person lets all of a run go that waits; how many. Raises SecondPersonNeeded."""
    waiting = session.scalars(_requests(run_id).where(RefundRequest.state == "waiting")).all()
    for request in waiting:
        release_refund(request.id, by=by)
    return len(waiting)


def _ask(run: RefundRun, charge: Left, asked_by_id: int, *, needs_second: bool) -> RefundRequest | None:
    try:
        return ask_refund(
            action_key=f"{run.prefix}{charge.gift.id}",
            gift_id=charge.gift.id,
            amount=charge.amount,
            reason=FRAUD,
            why=run.why,
            asked_by_id=asked_by_id,
            needs_second=needs_second,
        )
    except (InDispute, NotByCard, MoreThanIsLeft):
        return None


def _chosen(gift_ids: Iterable[int]) -> Sequence[Gift]:
    chosen = {gift_id for gift_id in gift_ids if 0 < gift_id <= HIGHEST_ID}
    return session.scalars(select(Gift).where(Gift.id.in_(chosen)).order_by(Gift.id).limit(MOST)).all()


def _with_something_left(gifts: Sequence[Gift]) -> list[Left]:
    """What is left when everything that was asked for has gone back, in two questions for all of them."""
    ids = [gift.id for gift in gifts]
    moved = (
        select(Movement.gift_id, func.sum(Movement.amount_minor))
        .where(Movement.gift_id.in_(ids), Movement.kind != "fee")
        .group_by(Movement.gift_id)
    )
    asked = (
        select(RefundRequest.gift_id, func.sum(RefundRequest.amount_minor))
        .where(RefundRequest.gift_id.in_(ids), RefundRequest.state.in_(NOT_YET_AT_STRIPE))
        .group_by(RefundRequest.gift_id)
    )
    net, going = (
        {gift_id: int(minor) for gift_id, minor in session.execute(question)} for question in (moved, asked)
    )
    left = {gift_id: minor - going.get(gift_id, 0) for gift_id, minor in net.items()}
    return [
        Left(gift, Money(left[gift.id], gift.amount.currency)) for gift in gifts if left.get(gift.id, 0) > 0
    ]


def _requests(run_id: int) -> Select[RefundRequest]:
    named = RefundRequest.action_key.like(f"run-{run_id}-%")
    return select(RefundRequest).where(named).order_by(RefundRequest.id)
