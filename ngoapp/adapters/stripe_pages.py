"""The payment page that we ask Stripe for."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ngoapp.core.money import Money

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams, SessionCreateParamsPaymentIntentData

LONGEST_ON_STATEMENT = 10  # the rest of 22 is for the name that Stripe puts before it


@dataclass(frozen=True, kw_only=True)
class PageWanted:
    """A payment page to be made. `names` finds our own row again; they stand on the page and on its payment."""

    amount: Money
    title: str
    email: str
    names: Mapping[str, str]
    short_name: str
    expires_at: datetime
    success_url: str
    cancel_url: str


def page_params(wanted: PageWanted) -> "SessionCreateParams":
    """The parameters of a Checkout Session: the same for the same wish, or its idempotency key is refused."""
    return {
        "mode": "payment",
        "submit_type": "donate",
        "customer_email": wanted.email,
        "expires_at": int(wanted.expires_at.timestamp()),
        "metadata": dict(wanted.names),
        "payment_intent_data": _payment_params(wanted),
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": wanted.amount.currency.lower(),
                    "unit_amount": wanted.amount.minor,
                    "product_data": {"name": wanted.title},
                },
            }
        ],
        "success_url": wanted.success_url,
        "cancel_url": wanted.cancel_url,
    }


def _payment_params(wanted: PageWanted) -> "SessionCreateParamsPaymentIntentData":
    params: SessionCreateParamsPaymentIntentData = {
        "description": f"Donation to {wanted.short_name}",
        "metadata": dict(wanted.names),
    }
    name = statement_name(wanted.short_name)
    if name:
        params["statement_descriptor_suffix"] = name
    return params


def statement_name(short_name: str) -> str:
    """A name for card statements in the letters that Stripe takes; empty when none is left."""
    plain = unicodedata.normalize("NFKD", short_name).encode("ascii", "ignore").decode()
    name = "".join(c for c in plain if c.isalnum() or c in " .-")[:LONGEST_ON_STATEMENT].strip()
    return name if any(c.isalpha() for c in name) else ""
