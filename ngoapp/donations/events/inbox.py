"""The inbox: what Stripe told us, a row an event, and what became of it."""

from sqlalchemy import select

from ngoapp.adapters.stripe_notices import Notice
from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, locked, session
from ngoapp.core.outbox import enqueue
from ngoapp.donations.events.receiving import Outcome
from ngoapp.donations.events.truth import HANDLED, PAYOUTS
from ngoapp.donations.models import WebhookEvent

OTHER_MODE = "It comes from Stripe's test mode, and this site is live, or the other way round."


def take_in(notice: Notice, *, livemode: bool) -> None:
    """Keep an event; one that is there already, from this or another endpoint, changes nothing."""
    outcome = _at_the_door(notice, livemode)
    made = insert_ignoring(
        WebhookEvent,
        account=notice.account,
        event_id=notice.event_id,
        type=notice.type,
        object_id=notice.object_id,
        livemode=notice.livemode,
        state=outcome.state,
        reason=outcome.reason,
        received_at=clock.now(),
        done_at=None if outcome.state == "new" else clock.now(),
    )
    if made and outcome.state == "new":
        _enqueue(_row_of(notice))


def close(event_id: int, outcome: Outcome) -> None:
    """Note what became of an event (locked by the caller)."""
    event = locked(WebhookEvent, event_id)
    event.state, event.reason = outcome.state, outcome.reason
    event.donation_id, event.done_at = outcome.donation_id, clock.now()
    if outcome.state == "quarantined":
        audit.record("webhook_event.quarantined", event)


def _at_the_door(notice: Notice, livemode: bool) -> Outcome:
    if notice.type not in HANDLED | PAYOUTS:
        return Outcome("parked", "We have no use for this type.")
    if notice.livemode != livemode:
        return Outcome("quarantined", OTHER_MODE)
    return Outcome("new")


def _row_of(notice: Notice) -> WebhookEvent:
    return session.scalars(
        select(WebhookEvent).where(
            WebhookEvent.account == notice.account, WebhookEvent.event_id == notice.event_id
        )
    ).one()


def _enqueue(event: WebhookEvent) -> None:
    job = "donations.process_payout_event" if event.type in PAYOUTS else "donations.process_event"
    enqueue(job, dedupe_key=f"{job}:{event.id}", event_id=event.id)
