"""The sweep: what Stripe has done in the last days, held against our books; what webhooks missed is made good."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select

from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.adapters.stripe_facts import Dispute as DisputeFact
from ngoapp.adapters.stripe_facts import PaymentPage, Refund, StripeRefused
from ngoapp.core import clock
from ngoapp.core.db import end_read, session, transaction
from ngoapp.donations.events.transitions import settle
from ngoapp.donations.events.truth import truth_behind
from ngoapp.donations.models import Donation, Movement
from ngoapp.donations.returns.models import Dispute

Fact = TypeVar("Fact")
DAYS = 7
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


def reconcile(api: StripeApi, *, days: int = DAYS) -> list[Difference]:
    """Find what differs and settle it as a webhook would. A second run finds nothing.

    Raises StripeAway. No transaction is open while Stripe is asked."""
    done = []
    for found in list(_differences(api, days)):
        end_read()
        try:
            truth = truth_behind(api, found.object_id)
        except StripeRefused:
            continue
        with transaction():
            outcome = settle(truth, livemode=api.livemode)
        if outcome.state != "parked":
            done.append(Difference(found.object_id, found.what, outcome.reason or outcome.state))
    return done


def _differences(api: StripeApi, days: int) -> Iterator[Difference]:
    until = clock.now()
    since = until - timedelta(days=days)
    for page in _all(api.pages_made(since=since, until=until)):
        if not _page_is_known(page):
            yield Difference(page.id, "payment page")
    for refund in _all(api.refunds_made(since=since, until=until)):
        if not _refund_is_known(refund):
            yield Difference(refund.id, "refund")
    for dispute in _all(api.disputes_made(since=since, until=until)):
        if not _dispute_is_known(dispute):
            yield Difference(dispute.id, "dispute")


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
        return donation.state == "paid" and _moved("payment", page.payment_id or "")
    if donation.session_id != page.id and donation.session_id is not None:
        return True  # a page of an earlier attempt
    return donation.state in AGREES.get(page.status, set())


def _refund_is_known(refund: Refund) -> bool:
    """Whether the refund, and its coming back, are among the movements; a payment that is not ours has none."""
    if not _moved("payment", refund.payment_id or ""):
        return True
    if refund.gone_back:
        return _moved("refund", refund.id)
    return _moved("refund", refund.id) == _moved("refund_failed", refund.id)


def _dispute_is_known(fact: DisputeFact) -> bool:
    """Whether the dispute stands as Stripe says and all that it moved is among the movements."""
    if not _moved("payment", fact.payment_id or ""):
        return True
    status = session.scalar(select(Dispute.status).where(Dispute.stripe_id == fact.id))
    kinds = ("dispute", "dispute_reversal")
    return status == fact.status and all(
        _moved(kinds[shift.amount.minor > 0], shift.id) for shift in fact.shifts if shift.amount.minor
    )


def _moved(kind: str, source: str) -> bool:
    wanted = select(Movement.id).where(Movement.kind == kind, Movement.source == source)
    return session.scalar(wanted) is not None
