"""The payment page that we ask Stripe for."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from ngoapp.core.money import Money

if TYPE_CHECKING:
    from stripe.params.checkout import (
        SessionCreateParams,
        SessionCreateParamsLineItemPriceData,
        SessionCreateParamsPaymentIntentData,
        SessionCreateParamsSubscriptionData,
    )

INTERVALS: dict[str, tuple[Literal["month", "year"], int]] = {
    "month": ("month", 1),
    "quarter": ("month", 3),
    "year": ("year", 1),
}
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
    every: str = ""  # a rhythm, where the payment is the first of many


def page_params(wanted: PageWanted) -> "SessionCreateParams":
    """The parameters of a Checkout Session: the same for the same wish, or its idempotency key is refused."""
    params: SessionCreateParams = {
        "customer_email": wanted.email,
        "expires_at": int(wanted.expires_at.timestamp()),
        "metadata": dict(wanted.names),
        "line_items": [{"quantity": 1, "price_data": _price(wanted)}],
        "success_url": wanted.success_url,
        "cancel_url": wanted.cancel_url,
    }
    if wanted.every:
        return {**params, "mode": "subscription", "subscription_data": _subscription_params(wanted)}
    return {
        **params,
        "mode": "payment",
        "submit_type": "donate",
        "payment_intent_data": _payment_params(wanted),
    }


def _price(wanted: PageWanted) -> "SessionCreateParamsLineItemPriceData":
    price: SessionCreateParamsLineItemPriceData = {
        "currency": wanted.amount.currency.lower(),
        "unit_amount": wanted.amount.minor,
        "product_data": {"name": wanted.title},
    }
    if wanted.every:
        interval, count = INTERVALS[wanted.every]
        price["recurring"] = {"interval": interval, "interval_count": count}
    return price


def _subscription_params(wanted: PageWanted) -> "SessionCreateParamsSubscriptionData":
    return {"description": f"Donation to {wanted.short_name}", "metadata": dict(wanted.names)}


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
