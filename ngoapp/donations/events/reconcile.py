"""The sweep: what Stripe has done is held against our books, and what webhooks missed is made good.

Payouts come last: by then all that can be in them is recorded."""

from dataclasses import replace

from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.adapters.stripe_facts import StripeRefused
from ngoapp.core.db import end_read, transaction
from ngoapp.donations.events.differences import Difference, differences
from ngoapp.donations.events.receiving import Outcome
from ngoapp.donations.events.transitions import settle
from ngoapp.donations.events.truth import truth_behind
from ngoapp.donations.payouts.reading import read_payouts
from ngoapp.donations.recurring.newest import newest_wins

DAYS = 7


def reconcile(api: StripeApi, *, days: int = DAYS) -> list[Difference]:
    """Find what differs and settle it as a webhook would. A second run finds nothing.

    Raises StripeAway. No transaction is open while Stripe is asked."""
    done = []
    for found in differences(api, days=days):
        outcome = _settled(api, found.object_id)
        if outcome and outcome.state != "parked":
            done.append(replace(found, outcome=outcome.reason or outcome.state))
    return [*done, *(Difference(name, "payout", "read") for name in read_payouts(api, days=days))]


@newest_wins
def _settled(api: StripeApi, object_id: str) -> Outcome | None:
    end_read()
    try:
        truth = truth_behind(api, object_id)
    except StripeRefused:
        return None
    with transaction():
        return settle(truth, livemode=api.livemode)
