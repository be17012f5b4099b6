"""Payments that do not fit: they wait for a person, who asks Stripe again or sets them aside."""

from ngoapp.core import audit, clock
from ngoapp.core.db import locked
from ngoapp.core.outbox import enqueue
from ngoapp.donations.models import Donation, WebhookEvent


def ask_again(event_id: int) -> None:
    """Have the worker look at a quarantined event once more."""
    event = locked(WebhookEvent, event_id)
    if event.state != "quarantined":
        return
    event.state, event.reason, event.done_at = "new", "", None
    audit.record("webhook_event.asked_again", event)
    beat = int(clock.now().timestamp())
    enqueue(
        "donations.process_event", dedupe_key=f"donations.process_event:{event.id}:{beat}", event_id=event.id
    )


def set_event_aside(event_id: int) -> None:
    """A person has looked at an event and dealt with it elsewhere."""
    event = locked(WebhookEvent, event_id)
    if event.state == "quarantined":
        event.state = "parked"
        audit.record("webhook_event.set_aside", event)


def set_donation_aside(donation_id: int) -> None:
    """A person has looked at a donation's payment and dealt with it elsewhere."""
    donation = locked(Donation, donation_id)
    if donation.reason:
        donation.reason, donation.updated_at = "", clock.now()
        if donation.state == "quarantined":
            donation.state = "failed"
        audit.record("donation.set_aside", donation)
