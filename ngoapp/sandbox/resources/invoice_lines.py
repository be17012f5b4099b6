"""Invoice lines: a period of a subscription's price, or what a change in the middle of one gives back and takes."""

from ngoapp.sandbox.cycle import in_words
from ngoapp.sandbox.money import format_money
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get
from ngoapp.sandbox.state.world import Change


def period_line(change: Change, item: Json, start: int, end: int, *, amount: int | None = None) -> Json:
    """A period in advance; `amount` when it is not the whole price."""
    price, quantity = item["price"], item["quantity"]
    name = get(change.db, price["product"], "product")["name"]
    each = f"{format_money(price['unit_amount'], price['currency'])} {in_words(price['recurring'])}"
    whole = price["unit_amount"] * quantity
    line = make_line(item, whole if amount is None else amount, start, end)
    return line | {"description": f"{quantity} × {name} (at {each})"}


def once_line(change: Change, item: Json) -> Json:
    """A price that does not come again, on the first invoice; `item` is the session's."""
    price, quantity = item["price"], item["quantity"]
    line = _line(price, quantity, price["unit_amount"] * quantity, change.now, change.now)
    details = {"invoice_item": new_id("ii"), "proration": False, "proration_details": None}
    parent = {"invoice_item_details": details, "subscription_item_details": None}
    name = get(change.db, price["product"], "product")["name"]
    return line | {"description": name, "parent": parent | {"type": "invoice_item_details"}}


def make_line(item: Json, amount: int, start: int, end: int, *, proration: bool = False) -> Json:
    """A line for a subscription's item."""
    details = {
        "invoice_item": new_id("ii") if proration else None,
        "proration": proration,
        "proration_details": {"credited_items": None} if proration else None,
        "subscription": item["subscription"],
        "subscription_item": item["id"],
    }
    return _line(item["price"], item["quantity"], amount, start, end) | {
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": details,
            "type": "subscription_item_details",
        },
        "subscription": item["subscription"],
    }


def _line(price: Json, quantity: int, amount: int, start: int, end: int) -> Json:
    return {
        "id": new_id("il"),
        "object": "line_item",
        "amount": amount,
        "currency": price["currency"],
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "livemode": False,
        "metadata": {},
        "period": {"end": end, "start": start},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": quantity,
        "subscription": None,
        "subtotal": amount,
        "taxes": [],
    }
