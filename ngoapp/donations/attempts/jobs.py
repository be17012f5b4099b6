"""What the worker does about attempts."""

import structlog

from ngoapp.adapters.smtp import smtp
from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_facts import StripeRefused
from ngoapp.core.db import end_read, found, transaction
from ngoapp.donations.attempts.ledger import purge
from ngoapp.donations.attempts.links import CONTINUE
from ngoapp.donations.attempts.models import FormPause
from ngoapp.donations.attempts.pauses import follow
from ngoapp.donations.attempts.queries import sight
from ngoapp.donations.links import seal
from ngoapp.donations.models import Donation
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute, render_mail

log = structlog.get_logger()
STAFF_PAGE = "/staff/gifts/attempts/"


def send_link(donation_id: int) -> None:
    """Mail a donor the way on to the payment of what they filled in; nothing once it is paid."""
    donation, ours = found(Donation, donation_id), our_organisation()
    if donation.state in {"paid", "processing"}:
        return
    message = render_mail(
        "donations/link",
        key=f"donation-link-{donation.id}",
        to=donation.email,
        subject=f"Your gift to {ours.short_name}: one press is left",
        written_at=donation.created_at,
        donation=donation,
        continue_url=absolute(CONTINUE + seal(donation)),
    )
    end_read()
    smtp().send(message)


def tell_paused(pause_id: int) -> None:
    """Tell staff, once, that the form takes no cards and where to see why."""
    pause, ours = found(FormPause, pause_id), our_organisation()
    if not pause.is_open:
        return
    message = render_mail(
        "donations/paused",
        key=f"form-paused-{pause.id}",
        to=ours.email,
        subject=f"{ours.short_name}: the donation form is paused",
        written_at=pause.began_at,
        pause=pause,
        url=absolute(STAFF_PAGE),
    )
    end_read()
    smtp().send(message)


def follow_pause(pause_id: int) -> None:
    """Resume a form that paused by itself when it has been calm; else look again later."""
    with transaction():
        follow(pause_id, sight())


def end_page(donation_id: int) -> None:
    """Have Stripe end a payment page on which card after card was declined. A repeat does nothing."""
    donation = found(Donation, donation_id)
    page_id = donation.session_id
    if page_id is None or donation.state in {"paid", "processing"}:
        return
    end_read()
    try:
        stripe_api().end_page(page_id)
    except StripeRefused:
        log.info("attempts.page_had_ended")


def forget_attempts() -> None:
    """Forget what the ledger holds from more than thirty days ago."""
    with transaction():
        purge()
