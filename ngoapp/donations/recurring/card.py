"""The way to Stripe's own page for a card: it never comes near us."""

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_facts import StripeAway, StripeRefused
from ngoapp.core.db import end_read, transaction
from ngoapp.core.errors import Refused
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring.changes import look_for_new_card_later
from ngoapp.web.mail import absolute


class CardPageAway(Refused):
    """Stripe cannot be reached, or did not answer in time."""

    def __init__(self) -> None:
        super().__init__("We could not reach the page for your card just now. Please try again in a minute.")


class NothingToMend(Refused):
    """No payment is in trouble, so the link in an old mail leads nowhere any more."""

    def __init__(self) -> None:
        super().__init__("There is nothing to mend: no payment is waiting for your card.")


def card_address(plan: RecurringPlan, *, back: str) -> str:
    """Where the donor changes the card of a plan in trouble; `back` is the path of ours that Stripe leads back to.

    Raises NothingToMend and CardPageAway."""
    plan_id, customer = plan.id, plan.customer_id
    if plan.state != "past_due" or not customer:
        raise NothingToMend
    end_read()
    try:
        address = stripe_api().billing.card_page(customer, return_url=absolute(back))
    except (StripeAway, StripeRefused) as failure:
        raise CardPageAway from failure
    with transaction():
        look_for_new_card_later(plan_id)
    return address
