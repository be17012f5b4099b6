"""What the worker does about donations."""

from datetime import timedelta

import structlog

from ngoapp.adapters.smtp import smtp
from ngoapp.adapters.stripe_api import StripeApi, stripe_api
from ngoapp.adapters.stripe_facts import PaymentPage, StripeRefused
from ngoapp.core import clock
from ngoapp.core.db import end_read, found, locked, transaction
from ngoapp.core.outbox import enqueue
from ngoapp.donations.events.inbox import close
from ngoapp.donations.events.receiving import Outcome
from ngoapp.donations.events.reconcile import reconcile
from ngoapp.donations.events.transitions import give_up_waiting, settle
from ngoapp.donations.events.truth import truth_behind, truth_of_page
from ngoapp.donations.links import AGAIN, seal
from ngoapp.donations.models import Donation, WebhookEvent
from ngoapp.donations.pledges import PAGE_LASTS, keep_page
from ngoapp.donations.recurring.newest import newest_wins
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute, render_mail

log = structlog.get_logger()
A_LITTLE = timedelta(minutes=5)
LONGEST_ON_ITS_WAY = timedelta(days=21)


@newest_wins
def process_event(event_id: int) -> None:
    """Ask Stripe what an event is about, and bring our books to it. A repeat does nothing."""
    event = found(WebhookEvent, event_id)
    if event.state != "new":
        return
    object_id, api = event.object_id, stripe_api()
    end_read()
    try:
        truth = truth_behind(api, object_id)
    except StripeRefused:
        truth = None
    with transaction():
        if locked(WebhookEvent, event_id).state == "new":
            unknown = Outcome("quarantined", "Stripe does not know what this event is about.")
            close(event_id, settle(truth, livemode=api.livemode) if truth else unknown)


@newest_wins
def sync(donation_id: int) -> None:
    """Ask Stripe how a donation stands: for what no webhook told, and what a dead process left half done."""
    donation = found(Donation, donation_id)
    if donation.state in {"paid", "expired", "failed"}:
        return
    api, attempt = stripe_api(), donation.attempt
    page = _page_of(api, donation)
    truth = truth_of_page(api, page) if page else None
    with transaction():
        if page is None or truth is None:
            give_up_waiting(donation_id)
            return
        keep_page(donation_id, attempt=attempt, page_id=page.id)
        settle(truth, livemode=api.livemode)
        _look_again(donation_id)


def hold_against_stripe() -> None:
    """Compare the last days with Stripe, and make good what no webhook told. A repeat changes nothing."""
    for difference in reconcile(stripe_api()):
        log.warning("reconcile.repaired", what=difference.what, outcome=difference.outcome)


def send_payment_failed(donation_id: int) -> None:
    """Tell a donor that a payment which takes days did not go through, and how to give all the same."""
    donation, ours = found(Donation, donation_id), our_organisation()
    if donation.state != "failed":
        return  # they have given in another way since
    message = render_mail(
        "donations/payment_failed",
        key=f"payment-failed-{donation.id}-{donation.attempt}",
        to=donation.email,
        subject=f"Your payment to {ours.short_name} did not go through",
        written_at=donation.updated_at,
        donation=donation,
        again_url=absolute(AGAIN + seal(donation)),
    )
    end_read()
    smtp().send(message)


def _page_of(api: StripeApi, donation: Donation) -> PaymentPage | None:
    """The donation's payment page: by its name, or found by what we wrote on it when its name was never kept."""
    session_id, key = donation.session_id, donation.action_key
    made_at = donation.session_expires_at - PAGE_LASTS
    end_read()
    if session_id:
        return api.page(session_id)
    pages = api.pages_made(since=made_at, until=clock.now())
    return next((page for page in pages if page.metadata.get("action") == key), None)


def _look_again(donation_id: int) -> None:
    """While nothing is decided, ask again: after the page has ended, then once a day until money has had its time."""
    donation, moment = found(Donation, donation_id), clock.now()
    if (
        donation.state not in {"open", "processing"}
        or moment > donation.session_expires_at + LONGEST_ON_ITS_WAY
    ):
        return
    due = max(donation.session_expires_at + A_LITTLE, moment + timedelta(hours=1))
    if donation.state == "processing":
        due = moment + timedelta(days=1)
    key = f"donations.sync:{donation_id}:{due:%Y-%m-%d}"
    enqueue("donations.sync", dedupe_key=key, available_at=due, donation_id=donation_id)
