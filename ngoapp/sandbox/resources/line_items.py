"""Line items: what a checkout session asks money for."""

from ngoapp.sandbox.params.rules import at_most, currency_of, metadata_of, only_supported, positive, required
from ngoapp.sandbox.state.errors import ParameterInvalid, ResourceMissing
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json
from ngoapp.sandbox.state.world import Change

SUPPORTED = frozenset({"metadata", "price", "price_data", "quantity"})
SUPPORTED_PRICE_DATA = frozenset({"currency", "product_data", "tax_behavior", "unit_amount"})
MOST_ITEMS = 100
NAME_LONGEST = 250


def make_line_items(change: Change, params: Json) -> list[Json]:
    """Read the items of a session. Raises ParameterInvalid; one session has one currency."""
    asked = required(params, "line_items")
    if not 1 <= len(asked) <= MOST_ITEMS:
        message = f"A session in payment mode has between 1 and {MOST_ITEMS} line items."
        raise ParameterInvalid(message, param="line_items")
    items = [_make_item(change, item, f"line_items[{position}]") for position, item in enumerate(asked)]
    if len({item["currency"] for item in items}) > 1:
        raise ParameterInvalid("All line items must have the same currency.", param="line_items")
    return items


def _make_item(change: Change, item: Json, path: str) -> Json:
    only_supported(item, SUPPORTED, path)
    if "price" in item:
        raise ResourceMissing("price", item["price"], f"{path}[price]")
    quantity = positive(required(item, "quantity", f"{path}[quantity]"), f"{path}[quantity]")
    price, name = _make_price(
        change, required(item, "price_data", f"{path}[price_data]"), f"{path}[price_data]"
    )
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
        "description": name,
        "metadata": metadata_of(item, f"{path}[metadata]"),
        "price": price,
        "quantity": quantity,
    }


def _make_price(change: Change, data: Json, path: str) -> tuple[Json, str]:
    only_supported(data, SUPPORTED_PRICE_DATA, path)
    product = required(data, "product_data", f"{path}[product_data]")
    metadata_of(product, f"{path}[product_data][metadata]")
    name = at_most(product["name"], NAME_LONGEST, f"{path}[product_data][name]")
    amount = positive(required(data, "unit_amount", f"{path}[unit_amount]"), f"{path}[unit_amount]")
    price = {
        "id": new_id("price"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": change.now,
        "currency": currency_of(data["currency"], f"{path}[currency]"),
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": new_id("prod", 14),
        "recurring": None,
        "tax_behavior": data.get("tax_behavior", "unspecified"),
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }
    return price, name
