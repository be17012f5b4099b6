"""Another price, or another day, for a subscription that runs."""

from typing import Any

from ngoapp.sandbox.billing.collect import collect, finalize, subscription_of, usual_method
from ngoapp.sandbox.billing.create import read_item_price
from ngoapp.sandbox.billing.proration import keep_for_next_invoice, remaining, unused
from ngoapp.sandbox.cycle import next_date
from ngoapp.sandbox.params.rules import only_supported, positive, required
from ngoapp.sandbox.resources.invoice_lines import period_line
from ngoapp.sandbox.resources.invoices import make_invoice
from ngoapp.sandbox.resources.subscriptions import plan_of, recurring_of, set_period, tell_updated
from ngoapp.sandbox.state.errors import CardDeclined, ParameterInvalid
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.objects import Json, save
from ngoapp.sandbox.state.world import Change

SUPPORTED_ITEM = frozenset({"id", "price", "price_data", "quantity"})


def change_items(change: Change, subscription: Json, params: Json) -> Json:
    """Other prices or quantities. Another interval begins a period at once; another sum is prorated, or not."""
    before, interval = unused(change, subscription), recurring_of(subscription)
    items = _changed(change, subscription, params["items"])
    changed = {**subscription, "items": {**subscription["items"], "data": items}}
    again = recurring_of(changed)
    same = all(again[name] == interval[name] for name in ("interval", "interval_count"))
    if not same:
        return begin_period(change, subscription, params, items, before)
    if subscription["status"] == "trialing" or _behavior(params) == "none":
        return tell_updated(change, subscription, items=changed["items"])
    lines = before + remaining(change, changed)
    subscription = tell_updated(change, subscription, items=changed["items"])
    if _behavior(params) == "always_invoice":
        return _bill(change, subscription, lines, params)
    keep_for_next_invoice(change, subscription, lines)
    return subscription


def change_day(change: Change, subscription: Json, params: Json) -> Json:
    """From now on another day: a trial until then takes nothing, `billing_cycle_anchor=now` begins a period at once."""
    until: Any = params.get("trial_end", "now")
    if "trial_end" not in params and params["billing_cycle_anchor"]["type"] == "unchanged":
        return subscription
    credits = unused(change, subscription)
    if until == "now":
        return begin_period(change, subscription, params, credits=credits)
    if until <= change.now:
        raise ParameterInvalid("`trial_end` must be a timestamp in the future.", param="trial_end")
    changed = _copy(subscription)
    set_period(changed, change.now, until)
    trial = {"status": "trialing", "trial_start": change.now, "trial_end": until}
    if subscription["status"] != "trialing" and _behavior(params) != "none":
        keep_for_next_invoice(change, subscription, credits)
    subscription = tell_updated(
        change, subscription, items=changed["items"], billing_cycle_anchor=until, **trial
    )
    free = [period_line(change, item, change.now, until, amount=0) for item in changed["items"]["data"]]
    return _bill(change, subscription, free, params)


def begin_period(
    change: Change,
    subscription: Json,
    params: Json,
    items: list[Json] | None = None,
    credits: list[Json] | None = None,
) -> Json:
    """End the period that runs and bill a new one from now on, giving back what was paid in advance, or not."""
    paid = subscription["status"] != "trialing" and _behavior(params) != "none"
    changed = _copy(subscription)
    changed["items"]["data"] = items or changed["items"]["data"]
    start, end = change.now, next_date(change.now, recurring_of(changed), change.now)
    set_period(changed, start, end)
    at_rest = subscription["status"] in ("trialing", "paused")
    status: Json = {"status": "active"} if at_rest else {}
    if subscription["status"] == "trialing":
        status["trial_end"] = start
    again = changed["items"]
    subscription = tell_updated(change, subscription, items=again, billing_cycle_anchor=start, **status)
    lines = [period_line(change, item, start, end) for item in again["data"]]
    return _bill(change, subscription, lines + (credits or [] if paid else []), params)


def _bill(change: Change, subscription: Json, lines: list[Json], params: Json) -> Json:
    invoice = make_invoice(change, subscription, lines, "subscription_update")
    subscription["latest_invoice"] = invoice["id"]
    save(change.db, subscription)
    emit(change, "invoice.created", invoice)
    invoice = finalize(change, invoice)
    if invoice["status"] == "open":
        invoice = collect(change, invoice, usual_method(change, subscription))
    if invoice["status"] == "open" and params.get("payment_behavior") == "error_if_incomplete":
        raise CardDeclined
    return subscription_of(change, invoice)


def _changed(change: Change, subscription: Json, asked: list[Json]) -> list[Json]:
    items = {item["id"]: dict(item) for item in subscription["items"]["data"]}
    for place, wanted in enumerate(asked):
        path = f"items[{place}]"
        only_supported(wanted, SUPPORTED_ITEM, path)
        item = items.get(required(wanted, "id", f"{path}[id]"))
        if item is None:
            raise ParameterInvalid(f"No such subscription item: {wanted['id']}", param=f"{path}[id]")
        item["quantity"] = positive((item | wanted)["quantity"], f"{path}[quantity]")
        if "price" in wanted or "price_data" in wanted:
            price = read_item_price(change, wanted, path)
            item |= {"price": price, "plan": plan_of(price)}
    return list(items.values())


def _copy(subscription: Json) -> Json:
    items = {**subscription["items"], "data": [dict(item) for item in subscription["items"]["data"]]}
    return {**subscription, "items": items}


def _behavior(params: Json) -> str:
    wanted: str = params.get("proration_behavior", "create_prorations")
    return wanted
