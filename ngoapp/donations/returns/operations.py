"""Staff give money back: asked for by one person, above the organisation's limit released by another."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ngoapp.adapters.stripe_facts import Refund
from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.core.outbox import enqueue
from ngoapp.donations.gifts import GiftInTheFuture, GiftNotPositive, add_movement
from ngoapp.donations.models import Gift, Movement
from ngoapp.donations.queries import net
from ngoapp.donations.returns.disputes import disputes_of
from ngoapp.donations.returns.models import RefundRequest
from ngoapp.donations.returns.notes import hold_note
from ngoapp.donations.returns.refunds import follow_balance, negative
from ngoapp.organisation.queries import our_organisation, our_today

ENTERED, BOUNCED = "entry:", "bounced:"
NOT_YET_AT_STRIPE = ("waiting", "released")
OVER = frozenset({"warning_closed", "won", "prevented"})


class MoreThanIsLeft(Refused):
    """No more goes back than came."""

    def __init__(self, left: Money) -> None:
        super().__init__(f"Enter at most {left.format()}: no more is left of this gift.", field="amount")


class NotByCard(Refused):
    """Only what came through Stripe goes back through Stripe."""

    def __init__(self) -> None:
        super().__init__("This gift did not come through Stripe, so it cannot be refunded there.")


class InDispute(Refused):
    """The bank has the money already, or is about to take it."""

    def __init__(self) -> None:
        super().__init__(
            "The donor’s bank disputes this payment. Answer the dispute; a refund would pay it twice."
        )


class SecondPersonNeeded(Refused):
    """Whoever asked for a large refund is not the one to release it."""

    def __init__(self) -> None:
        super().__init__("You asked for this refund yourself. Somebody else has to release it.")


class RefundDecided(Refused):
    """The refund is on its way, or was withdrawn."""

    def __init__(self) -> None:
        super().__init__("This refund has been decided on already.")


def ask_refund(
    *,
    action_key: str,
    gift_id: int,
    amount: Money,
    reason: str,
    why: str,
    asked_by_id: int,
    needs_second: bool = False,
) -> RefundRequest:
    """Ask for part or all of an online gift to go back; the same form again is the same request.

    Up to the organisation's limit it leaves at once, unless it is part of something that `needs_second`: a second
    person. Raises NotByCard, InDispute and MoreThanIsLeft."""
    gift = locked(Gift, gift_id)
    known = session.scalar(select(RefundRequest).where(RefundRequest.action_key == action_key))
    if known:
        return known
    _check(gift, amount)
    needs_second = needs_second or not _within_limit(amount)
    request = save(
        RefundRequest(
            action_key=action_key,
            gift_id=gift.id,
            amount=amount,
            reason=reason,
            why=why,
            state="waiting" if needs_second else "released",
            needs_second=needs_second,
            asked_by_id=asked_by_id,
            asked_at=clock.now(),
            updated_at=clock.now(),
        )
    )
    audit.record("gift.refund_asked", gift, request=request.id, minor=amount.minor)
    if not needs_second:
        _send(request)
    return request


def _within_limit(amount: Money) -> bool:
    """Whether one person may refund this alone; the limit says nothing about other currencies."""
    limit = our_organisation().refund_limit
    return amount.currency == limit.currency and amount <= limit


def release_refund(request_id: int, *, by: int) -> RefundRequest:
    """A second person lets the refund go; a repeat does nothing. Raises SecondPersonNeeded and RefundDecided."""
    request = _locked(request_id)
    if request.state == "waiting":
        if by == request.asked_by_id:
            raise SecondPersonNeeded
        request.released_by_id, request.released_at = by, clock.now()
        _change(request, "released")
        _send(request)
    elif request.released_by_id != by:
        raise RefundDecided
    return request


def withdraw_refund(request_id: int) -> RefundRequest:
    """Nobody gives the money back after all; a repeat does nothing. Raises RefundDecided."""
    request = _locked(request_id)
    if request.state == "waiting":
        _change(request, "withdrawn")
    elif request.state != "withdrawn":
        raise RefundDecided
    return request


def refuse_refund(request_id: int, problem: str) -> None:
    """Stripe said no for good."""
    request = _locked(request_id)
    if request.state == "released":
        request.problem = problem
        _change(request, "failed")


def follow_requests(gift: Gift, refunds: Iterable[Refund]) -> None:
    """Bring each request to how its refund stands at Stripe; our own name on the refund tells which it is."""
    for refund in refunds:
        request = _request_of(gift, refund)
        state = {"succeeded": "arrived"}.get(refund.status, "sent" if refund.gone_back else "failed")
        if request and (request.refund_id, request.state) != (refund.id, state):
            request.refund_id = refund.id
            _change(request, state)


def record_return(*, entry_key: str, gift_id: int, bounced: bool, amount: Money, moved_on: date) -> Gift:
    """A check that bounced, or money given back by hand: a movement of its own. The same form again is the same.

    Raises GiftNotPositive, GiftInTheFuture and MoreThanIsLeft."""
    gift, kind = locked(Gift, gift_id), "bounced" if bounced else "refund"
    source = f"{BOUNCED if bounced else ENTERED}{entry_key}"
    if session.scalar(select(Movement.id).where(Movement.source == source, Movement.kind == "refund")):
        return gift
    if amount.minor <= 0:
        raise GiftNotPositive
    if moved_on > our_today():
        raise GiftInTheFuture("moved_on")
    before = net(gift)
    if amount.minor > before.minor:
        raise MoreThanIsLeft(before)
    add_movement(gift, kind="refund", source=source, amount=negative(amount), moved_on=moved_on)
    audit.record("gift.bounced" if bounced else "gift.given_back", gift, minor=amount.minor)
    hold_note(gift, kind=kind, source=source, amount=amount)
    follow_balance(gift, before=before, now=net(gift))
    return gift


def left_to_refund(gift: Gift) -> Money:
    """What is left of a gift when everything that staff asked for has gone back."""
    asked = session.scalar(
        select(func.coalesce(func.sum(RefundRequest.amount_minor), 0)).where(
            RefundRequest.gift_id == gift.id, RefundRequest.state.in_(NOT_YET_AT_STRIPE)
        )
    )
    left = net(gift)
    return Money(left.minor - int(asked or 0), left.currency)


def refunds_to_release() -> Sequence[RefundRequest]:
    """Refunds that wait for a second person, oldest first."""
    return session.scalars(
        select(RefundRequest).where(RefundRequest.state == "waiting").order_by(RefundRequest.id)
    ).all()


def requests_of(gift_id: int) -> Sequence[RefundRequest]:
    """Every refund that staff asked for, oldest first."""
    return session.scalars(
        select(RefundRequest)
        .options(joinedload(RefundRequest.asked_by))
        .where(RefundRequest.gift_id == gift_id)
        .order_by(RefundRequest.id)
    ).all()


def payment_behind(gift: Gift) -> str | None:
    """Stripe's name for the payment of an online gift."""
    source = next((movement.source for movement in gift.movements if movement.kind == "payment"), "")
    return source if source.startswith("pi_") else None


def _check(gift: Gift, amount: Money) -> None:
    if payment_behind(gift) is None:
        raise NotByCard
    if any(dispute.status not in OVER for dispute in disputes_of(gift.id)):
        raise InDispute
    if amount.minor <= 0:
        raise GiftNotPositive
    left = left_to_refund(gift)
    if amount.minor > left.minor:
        raise MoreThanIsLeft(left)


def _request_of(gift: Gift, refund: Refund) -> RefundRequest | None:
    return session.scalar(
        select(RefundRequest).where(
            RefundRequest.gift_id == gift.id, RefundRequest.action_key == refund.names.get("request", "")
        )
    )


def _locked(request_id: int) -> RefundRequest:
    return locked(RefundRequest, request_id)


def _change(request: RefundRequest, state: str) -> None:
    request.state, request.updated_at = state, clock.now()
    audit.record(f"refund_request.{state}", request, gift=request.gift_id)


def _send(request: RefundRequest) -> None:
    key = f"donations.refund:{request.id}"
    enqueue("donations.refund", dedupe_key=key, request_id=request.id)
