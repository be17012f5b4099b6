"""What can go wrong when Stripe is asked, in our own words; and a span of time in Stripe's.

stripe is imported at first use: it takes longer to load than the rest of the app together."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from ngoapp.adapters.stripe_facts import StripeAway, StripeKeyReused, StripeRefused


@contextmanager
def failures() -> Iterator[None]:
    """Let the block ask Stripe. Raises StripeAway, StripeRefused and StripeKeyReused."""
    import stripe

    try:
        yield
    except stripe.IdempotencyError as reused:
        raise StripeKeyReused from reused
    except stripe.InvalidRequestError as refused:
        raise StripeRefused(refused.code or "invalid_request") from refused
    except stripe.StripeError as failure:
        raise StripeAway(type(failure).__name__) from failure


def span(since: datetime, until: datetime) -> Any:
    """Both ends belong to it."""
    return {"gte": int(since.timestamp()), "lte": int(until.timestamp())}
