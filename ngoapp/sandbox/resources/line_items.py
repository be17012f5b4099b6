"""Line items: what a checkout session asks money for."""

from ngoapp.sandbox.params.rules import metadata_of, only_supported, positive, required
from ngoapp.sandbox.resources.prices import SUPPORTED_DATA, read_price
from ngoapp.sandbox.state.errors import ParameterInvalid
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get
from ngoapp.sandbox.state.world import Change

SUPPORTED = frozenset({"metadata", "price", "price_data", "quantity"})
MOST_ITEMS = {"payment": 100, "subscription": 20}


def make_line_items(change: Change, params: Json) -> list[Json]:
    """Read the items of a session. Raises ParameterInvalid; one session has one currency."""
    asked, mode = required(params, "line_items"), params["mode"]
    if not 1 <= len(asked) <= MOST_ITEMS[mode]:
        message = f"A session in {mode} mode has between 1 and {MOST_ITEMS[mode]} line items."
        raise ParameterInvalid(message, param="line_items")
    items = [_make_item(change, item, f"line_items[{place}]", mode) for place, item in enumerate(asked)]
    if len({item["currency"] for item in items}) > 1:
        raise ParameterInvalid("All line items must have the same currency.", param="line_items")
    if mode == "subscription":
        _check_intervals(items)
    return items


def recurring_items(items: list[Json]) -> list[Json]:
    """Those that come again."""
    return [item for item in items if item["price"]["recurring"]]


def _check_intervals(items: list[Json]) -> None:
    intervals = {
        (item["price"]["recurring"]["interval"], item["price"]["recurring"]["interval_count"])
        for item in recurring_items(items)
    }
    if not intervals:
        message = "You must provide at least one recurring price in `subscription` mode."
        raise ParameterInvalid(message, param="line_items")
    if len(intervals) > 1:
        raise ParameterInvalid("Checkout takes prices of one billing interval.", param="line_items")


def _make_item(change: Change, item: Json, path: str, mode: str) -> Json:
    only_supported(item, SUPPORTED, path)
    quantity = positive(required(item, "quantity", f"{path}[quantity]"), f"{path}[quantity]")
    price = _price(change, item, path)
    if price["recurring"] and mode == "payment":
        message = "You specified `payment` mode but passed a recurring price."
        raise ParameterInvalid(message, param=f"{path}[price_data][recurring]")
    total = price["unit_amount"] * quantity
    return {
        "id": new_id("li"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": price["currency"],
        "description": get(change.db, price["product"], "product")["name"],
        "metadata": metadata_of(item, f"{path}[metadata]"),
        "price": price,
        "quantity": quantity,
    }


def _price(change: Change, item: Json, path: str) -> Json:
    if "price" not in item:
        data = required(item, "price_data", f"{path}[price_data]")
        only_supported(data, SUPPORTED_DATA, f"{path}[price_data]")
        return read_price(change, data, f"{path}[price_data]")
    price = get(change.db, item["price"], "price", f"{path}[price]")
    if not price["active"]:
        message = f"The price specified is inactive. This field only accepts active prices ({price['id']})."
        raise ParameterInvalid(message, param=f"{path}[price]")
    return price
