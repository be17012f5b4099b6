"""What the worker does about payouts."""

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_facts import StripeRefused
from ngoapp.core.db import end_read, found, locked, transaction
from ngoapp.donations.events.inbox import close
from ngoapp.donations.events.receiving import Outcome
from ngoapp.donations.models import WebhookEvent
from ngoapp.donations.payouts.reading import read_payout

UNKNOWN = Outcome("quarantined", "Stripe does not know what this event is about.")


def process_payout_event(event_id: int) -> None:
    """Ask Stripe for the payout that an event is about, and tie it out. A repeat does nothing."""
    event = found(WebhookEvent, event_id)
    if event.state != "new":
        return
    object_id, api = event.object_id, stripe_api()
    end_read()
    try:
        read_payout(api, object_id)
        outcome = Outcome("done")
    except StripeRefused:
        outcome = UNKNOWN
    with transaction():
        if locked(WebhookEvent, event_id).state == "new":
            close(event_id, outcome)
