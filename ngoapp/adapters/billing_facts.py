"""What Stripe tells us about recurring gifts: subscriptions and their invoices.

Two shapes are read: since API version “Basil” an invoice names its subscription under `parent` and its payment under
`payments`, and the period stands on the subscription's item; events may still come in the older one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ngoapp.adapters.stripe_facts import instant_from, money_from
from ngoapp.core.money import Money

# Stripe's interval and its count, and our word for both; what is not here was made in Stripe's dashboard.
RHYTHMS = {("month", 1): "month", ("month", 3): "quarter", ("year", 1): "year", ("month", 12): "year"}
OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A recurring gift at Stripe, as it is now."""

    id: str
    status: str
    amount: Money
    every: str
    customer_id: str
    livemode: bool
    began_at: datetime
    next_at: datetime | None = None  # the end of the period that is paid for
    paused: bool = False
    paused_until: datetime | None = None
    ending: bool = False
    ended_at: datetime | None = None
    ended_why: str = ""
    invoice_id: str | None = None  # the latest
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether nothing comes of it any more."""
        return self.status in {"canceled", "incomplete_expired"}


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """What a subscription asks for, once."""

    id: str
    status: str  # draft, open, paid, uncollectible or void
    due: Money
    paid: Money
    reason: str
    customer_id: str
    livemode: bool
    made_at: datetime
    attempts: int = 0
    next_try_at: datetime | None = None
    payment_id: str | None = None
    subscription_id: str | None = None
    customer_name: str = ""
    customer_email: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)  # the subscription's

    @property
    def is_first(self) -> bool:
        """Whether it is the one with which the subscription began."""
        return self.reason == "subscription_create"


def subscription_from(subscription: Mapping[str, Any]) -> Subscription:
    """Read a `subscription`."""
    items = subscription["items"]["data"]
    recurring = items[0]["price"]["recurring"]
    asked = sum((item["price"]["unit_amount"] or 0) * item.get("quantity", 1) for item in items)
    pause = subscription["pause_collection"]
    ended = subscription["ended_at"]
    why = (subscription["cancellation_details"] or {}).get("reason") if ended else None
    return Subscription(
        id=subscription["id"],
        status=subscription["status"],
        amount=money_from(asked, subscription["currency"]),
        every=RHYTHMS.get((recurring["interval"], recurring["interval_count"]), OTHER),
        customer_id=_id_of(subscription["customer"]) or "",
        livemode=subscription["livemode"],
        began_at=instant_from(subscription["created"]),
        next_at=_instant(items[0].get("current_period_end") or subscription.get("current_period_end")),
        paused=bool(pause) or subscription["status"] == "paused",
        paused_until=_instant((pause or {}).get("resumes_at")),
        ending=bool(subscription["cancel_at_period_end"] or subscription["cancel_at"]),
        ended_at=_instant(ended),
        ended_why=why or "",
        invoice_id=_id_of(subscription["latest_invoice"]),
        metadata=subscription["metadata"] or {},
    )


def invoice_from(invoice: Mapping[str, Any]) -> Invoice:
    """Read an `invoice` whose payments are expanded."""
    return Invoice(
        id=invoice["id"],
        status=invoice["status"] or "draft",
        due=money_from(invoice["amount_due"], invoice["currency"]),
        paid=money_from(invoice["amount_paid"], invoice["currency"]),
        reason=invoice["billing_reason"] or "",
        customer_id=_id_of(invoice["customer"]) or "",
        livemode=invoice["livemode"],
        made_at=instant_from(invoice["created"]),
        attempts=invoice["attempt_count"],
        next_try_at=_instant(invoice["next_payment_attempt"]),
        payment_id=_payment_of(invoice),
        subscription_id=subscription_of(invoice),
        customer_name=invoice["customer_name"] or "",
        customer_email=invoice["customer_email"] or "",
        metadata=_details_of(invoice).get("metadata") or {},
    )


def subscription_of(invoice: Mapping[str, Any]) -> str | None:
    """The name of the subscription to which an invoice belongs, in either shape; none for one made by hand."""
    return _id_of(_details_of(invoice).get("subscription") or invoice.get("subscription"))


def _details_of(invoice: Mapping[str, Any]) -> Mapping[str, Any]:
    details: Mapping[str, Any] | None = (invoice.get("parent") or invoice).get("subscription_details")
    return details or {}


def _payment_of(invoice: Mapping[str, Any]) -> str | None:
    """The payment that was made for it, else the one that is being tried.

    One that was paid elsewhere, as with a check that staff marked in Stripe's dashboard, has none, whatever was
    tried before."""
    is_paid = invoice["status"] == "paid"
    if older := invoice.get("payment_intent"):
        return None if is_paid and invoice.get("paid_out_of_band") else _id_of(older)
    made = (invoice.get("payments") or {}).get("data", [])
    ours = [each for each in made if each["payment"].get("payment_intent")]
    chosen = [each for each in ours if each["status"] == "paid"]
    if not chosen and not is_paid:
        chosen = [each for each in ours if each["is_default"]]
    return _id_of(chosen[0]["payment"]["payment_intent"]) if chosen else None


def _id_of(named: Any) -> str | None:
    """The name of an object, whether Stripe sends the name or all of it."""
    return str(named["id"] if isinstance(named, Mapping) else named) if named else None


def _instant(seconds: int | None) -> datetime | None:
    return instant_from(seconds) if seconds else None
