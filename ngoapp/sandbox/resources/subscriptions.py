"""Subscriptions: a payment that comes again until somebody ends it."""

from dataclasses import replace

from stripe.params import SubscriptionListParams, SubscriptionRetrieveParams

from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, private_of, save
from ngoapp.sandbox.state.world import Change

KIND = "subscription"
ENDED = ("canceled", "incomplete_expired")
BLANK: Json = {
    "application": None,
    "application_fee_percent": None,
    "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
    "billing_cycle_anchor_config": None,
    "billing_mode": {"flexible": {"proration_discounts": "included"}, "type": "flexible"},
    "billing_schedules": [],
    "billing_thresholds": None,
    "cancel_at": None,
    "cancel_at_period_end": False,
    "canceled_at": None,
    "cancellation_details": {"comment": None, "feedback": None, "reason": None},
    "collection_method": "charge_automatically",
    "customer_account": None,
    "days_until_due": None,
    "default_payment_method": None,
    "default_source": None,
    "default_tax_rates": [],
    "description": None,
    "discounts": [],
    "ended_at": None,
    "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
    "latest_invoice": None,
    "livemode": False,
    "metadata": {},
    "next_pending_invoice_item_invoice": None,
    "on_behalf_of": None,
    "pause_collection": None,
    "payment_settings": {
        "payment_method_options": None,
        "payment_method_types": None,
        "save_default_payment_method": "off",
    },
    "pending_invoice_item_interval": None,
    "pending_setup_intent": None,
    "pending_update": None,
    "schedule": None,
    "test_clock": None,
    "transfer_data": None,
    "trial_end": None,
    "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    "trial_start": None,
}


def make_subscription(change: Change, items: list[Json], *, start: int, end: int, **facts: object) -> Json:
    """Keep a new subscription to these prices and quantities, whose first period is from `start` to `end`."""
    id = new_id("sub")
    made = [make_item(change, id, item["price"], item["quantity"], start, end) for item in items]
    subscription = {
        **BLANK,
        "id": id,
        "object": KIND,
        "billing_cycle_anchor": start,
        "created": change.now,
        "currency": made[0]["price"]["currency"],
        "items": {
            "object": "list",
            "data": made,
            "has_more": False,
            "total_count": len(made),
            "url": f"/v1/subscription_items?subscription={id}",
        },
        "start_date": start,
        "status": "active",
        **facts,
    }
    return save(change.db, subscription)


def make_item(change: Change, id: str, price: Json, quantity: int, start: int, end: int) -> Json:
    """One price of a subscription, with the period that is paid for or owed."""
    return {
        "id": new_id("si", 14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": change.now,
        "current_period_end": end,
        "current_period_start": start,
        "discounts": [],
        "metadata": {},
        "plan": plan_of(price),
        "price": price,
        "quantity": quantity,
        "subscription": id,
        "tax_rates": [],
    }


def plan_of(price: Json) -> Json:
    """A price in the words of before there were prices."""
    same = ("id", "active", "billing_scheme", "created", "currency", "livemode", "metadata", "nickname")
    recurring = price["recurring"]
    return {
        **{name: price[name] for name in same},
        "object": "plan",
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "meter": None,
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": recurring["usage_type"],
    }


def period_of(subscription: Json) -> tuple[int, int]:
    """Begin and end of the current period, which all items share."""
    first = subscription["items"]["data"][0]
    return first["current_period_start"], first["current_period_end"]


def set_period(subscription: Json, start: int, end: int) -> None:
    """Move on to another period."""
    for item in subscription["items"]["data"]:
        item |= {"current_period_start": start, "current_period_end": end}


def recurring_of(subscription: Json) -> Json:
    """How often it comes, which is the same for all items."""
    recurring: Json = subscription["items"]["data"][0]["price"]["recurring"]
    return recurring


def clock_of(change: Change, subscription: Json) -> int:
    """What time it is for this subscription: it may have been moved ahead."""
    ahead: int = private_of(change.db, subscription["id"]).get("clock", 0)
    return max(change.now, ahead)


def dated(change: Change, subscription: Json) -> Change:
    """The change, with the date that what it makes for this subscription is to carry."""
    if private_of(change.db, subscription["id"]).get("today"):
        return change
    return replace(change, now=clock_of(change, subscription))


def tell_updated(change: Change, subscription: Json, **changed: object) -> Json:
    """Change a subscription and say so, if that changes anything."""
    previous = {name: subscription[name] for name, value in changed.items() if subscription[name] != value}
    if previous:
        emit(change, "customer.subscription.updated", save(change.db, {**subscription, **changed}), previous)
    subscription |= changed
    return subscription


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/subscriptions/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/subscriptions: without a status those that have not ended"""
    status = params.get("status")
    extra = None
    if status in (None, "ended"):
        extra = (f"json_extract(body, '$.status') {'' if status else 'NOT '}IN (?, ?)", list(ENDED))
        status = None
    equal = {
        "customer": params.get("customer"),
        "status": None if status == "all" else status,
        "items.data[0].price.id": params.get("price"),
    }
    return page(change.db, KIND, params, url="/v1/subscriptions", equal=equal, extra=extra)


ROUTES = (
    Route("GET", "/subscriptions", SubscriptionListParams, index),
    Route("GET", "/subscriptions/<id>", SubscriptionRetrieveParams, retrieve),
)
