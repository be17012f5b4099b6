"""What Stripe says and our books do not: found by its own day, however old the payment is to which it belongs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select

from ngoapp.adapters.book_facts import Move
from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.adapters.stripe_facts import Dispute as DisputeFact
from ngoapp.adapters.stripe_facts import PaymentPage, Refund, StripeRefused
from ngoapp.core import clock
from ngoapp.core.db import end_read, session
from ngoapp.donations.events.truth import Truth, truth_behind
from ngoapp.donations.models import Donation, Movement
from ngoapp.donations.payouts.booking import OTHER, STRIPES_OWN, booked_as
from ngoapp.donations.recurring.comparing import odd_invoices, odd_subscriptions
from ngoapp.donations.returns.models import ENDED, Dispute

Fact = TypeVar("Fact")
# Stripe's word for a page, and the states in which our donation agrees with it.
AGREES = {
    "open": {"open", "started", "paid", "quarantined"},
    "expired": {"expired", "paid", "quarantined", "failed"},
    "complete": {"processing", "failed", "paid", "quarantined"},
}


@dataclass(frozen=True)
class Difference:
    """Something that Stripe says and our books do not; `outcome` is what became of it."""

    object_id: str
    what: str
    outcome: str = ""


def differences(api: StripeApi, *, days: int) -> list[Difference]:
    """Everything of the last days that differs, and what has been under way for longer; each object once."""
    found: dict[str, Difference] = {}
    for difference in (*_recent(api, days), *_under_way(api)):
        found.setdefault(difference.object_id, difference)
    return list(found.values())


def _recent(api: StripeApi, days: int) -> Iterator[Difference]:
    until = clock.now()
    since = until - timedelta(days=days)
    for page in _all(api.pages_made(since=since, until=until)):
        if not _page_is_known(page):
            yield Difference(page.id, "payment page")
    for refund in _all(api.books.refunds_made(since=since, until=until)):
        if not _refund_is_known(refund):
            yield Difference(refund.id, "refund")
    for dispute in _all(api.books.disputes_made(since=since, until=until)):
        if not _dispute_is_known(dispute):
            yield Difference(dispute.id, "dispute")
    for move in _all(api.books.moves_made(since=since, until=until)):
        if move.payment_id and not _move_is_known(move, move.payment_id):
            yield Difference(move.object_id, move.category.replace("_", " "))
    for object_id in odd_invoices(_all(api.billing.invoices_made(since=since, until=until))):
        yield Difference(object_id, "invoice")
    for object_id in odd_subscriptions(_all(api.billing.subscriptions_open())):
        yield Difference(object_id, "recurring gift")


def _under_way(api: StripeApi) -> Iterator[Difference]:
    """Payments that take days, and disputes: asked for anew until they end."""
    waiting = select(Donation.session_id).where(Donation.state == "processing", Donation.reason == "")
    for page_id in session.scalars(waiting.order_by(Donation.id)).all():
        truth = _asked(api, page_id)
        if truth and (truth.paid or truth.failed):
            yield Difference(page_id or "", "payment under way")
    open_still = select(Dispute.stripe_id).where(Dispute.status.not_in(ENDED)).order_by(Dispute.id)
    for dispute_id in session.scalars(open_still).all():
        truth = _asked(api, dispute_id)
        if truth and not all(_dispute_is_known(fact) for fact in truth.disputes):
            yield Difference(dispute_id, "dispute")


def _asked(api: StripeApi, object_id: str | None) -> Truth | None:
    end_read()
    try:
        return truth_behind(api, object_id) if object_id else None
    except StripeRefused:
        return None


def _all(facts: Iterator[Fact]) -> list[Fact]:
    """Ask for every fact before the books are opened."""
    end_read()
    return list(facts)


def _page_is_known(page: PaymentPage) -> bool:
    """Whether the donation agrees with its page; a page of somebody else's is none of our business."""
    action = page.metadata.get("action", "")
    donation = session.scalar(select(Donation).where(Donation.action_key == action))
    if donation is None or donation.reason:
        return True
    if page.payment_status == "paid":
        its_invoice_tells = page.invoice_id is not None
        return donation.state == "paid" and (its_invoice_tells or _moved("payment", page.payment_id or ""))
    if donation.session_id != page.id and donation.session_id is not None:
        return True  # a page of an earlier attempt
    return donation.state in AGREES.get(page.status, set())


def _refund_is_known(refund: Refund) -> bool:
    """Whether the refund, and its coming back, are among the movements; a payment that is not ours has none."""
    if not _moved("payment", refund.payment_id or ""):
        return True
    ways = (_moved("refund", refund.id), _moved("refund_failed", refund.id))
    never_left = not refund.gone_back and not refund.booked
    return ways == (True, not refund.gone_back) or (never_left and ways == (False, False))


def _dispute_is_known(fact: DisputeFact) -> bool:
    """Whether the dispute stands as Stripe says and all that it moved is among the movements."""
    if not _moved("payment", fact.payment_id or ""):
        return True
    status = session.scalar(select(Dispute.status).where(Dispute.stripe_id == fact.id))
    kinds = ("dispute", "dispute_reversal")
    return status == fact.status and all(
        _moved(kinds[shift.amount.minor > 0], shift.id) for shift in fact.shifts if shift.amount.minor
    )


def _move_is_known(move: Move, payment_id: str) -> bool:
    """Whether what moved, and Stripe's fee for it, are among the movements of a payment that is ours."""
    if not _moved("payment", payment_id):
        return True
    kind, source = booked_as(move)
    told = kind in {STRIPES_OWN, OTHER} or _moved(kind, source)
    return told and (not move.fee.minor or _moved("fee", move.id))


def _moved(kind: str, source: str) -> bool:
    wanted = select(Movement.id).where(Movement.kind == kind, Movement.source == source)
    return session.scalar(wanted) is not None
