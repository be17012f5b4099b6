"""From the form to Stripe's page: keep the donation, ask for a payment page, keep its name.

Each step is committed before the next, and each can be repeated: a lost answer or a dead process costs the donor
one more press of the button, which gets the same payment page."""

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_facts import PaymentPage, StripeAway, StripeKeyReused, StripeRefused
from ngoapp.adapters.stripe_pages import PageWanted
from ngoapp.core.db import end_read, transaction
from ngoapp.core.errors import Refused
from ngoapp.donations.links import AGAIN, THANKS, seal
from ngoapp.donations.models import Donation
from ngoapp.donations.pledges import Pledge, is_too_late, keep_page, next_attempt, pledge_donation
from ngoapp.donations.recurring.rhythms import KINDS
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.mail import absolute

MOST_ATTEMPTS = 3


class PaymentAway(Refused):
    """Stripe cannot be reached, or did not answer in time."""

    def __init__(self) -> None:
        super().__init__(
            "We could not reach the payment page just now. Nothing was charged, and everything you filled in is"
            " still here: please wait a moment and press the button again."
        )


def payment_address(pledge: Pledge) -> str:
    """Where the donor goes on to: Stripe's page, or our thanks when this donation is paid already.

    The same pledge gets the same page as long as it can be used. Raises Refused, PaymentAway among it."""
    with transaction():
        donation = pledge_donation(pledge)
        seal(donation)
    return address_to_pay(donation)


def address_to_pay(donation: Donation) -> str:
    """The same for a donation that is kept already, its link sealed. Raises PaymentAway."""
    token = seal(donation)
    try:
        page = _usable_page(donation)
    except (StripeAway, StripeRefused, StripeKeyReused) as failure:
        raise PaymentAway from failure
    if page is None or page.url is None:
        return THANKS + token
    return page.url


def _usable_page(donation: Donation) -> PaymentPage | None:
    """An open payment page for the donation; none when there is nothing left to pay."""
    for _ in range(MOST_ATTEMPTS):
        if donation.state in {"paid", "processing"}:
            return None
        donation_id, attempt = donation.id, donation.attempt
        page = _page_of_this_attempt(donation)
        if page and page.status != "expired":
            return page
        with transaction():
            donation = next_attempt(donation_id, after=attempt)
    raise PaymentAway


def _page_of_this_attempt(donation: Donation) -> PaymentPage | None:
    """The page of the present attempt, made now where there is none; none when this attempt can have no page."""
    donation_id, attempt, session_id = donation.id, donation.attempt, donation.session_id
    if session_id:
        end_read()
        return stripe_api().page(session_id)
    if is_too_late(donation):
        return None
    wanted, key = _wanted(donation), f"{donation.action_key}:{attempt}"
    end_read()
    try:
        page = stripe_api().create_page(wanted, key=key)
    except StripeKeyReused:
        return None  # our own name has changed since the first try
    with transaction():
        keep_page(donation_id, attempt=attempt, page_id=page.id)
    return page


def _wanted(donation: Donation) -> PageWanted:
    ours, token = our_organisation(), seal(donation)
    every = donation.plan.every if donation.plan else ""
    return PageWanted(
        amount=donation.amount,
        title=f"{KINDS.get(every, 'Donation')} to {ours.public_name}",
        every=every,
        email=donation.email,
        names={"donation": str(donation.id), "action": donation.action_key},
        short_name=ours.short_name,
        expires_at=donation.session_expires_at,
        success_url=absolute(THANKS + token),
        cancel_url=absolute(AGAIN + token),
    )
