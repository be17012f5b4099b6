"""POST /v1/subscriptions: a subscription that is not begun on the checkout page."""

from stripe.params import SubscriptionCreateParams

from ngoapp.sandbox.billing.collect import collect, finalize, subscription_of, usual_method
from ngoapp.sandbox.billing.start import begin
from ngoapp.sandbox.params.rules import at_most, metadata_of, only_supported, positive, required
from ngoapp.sandbox.resources.checkout_rules import SUBSCRIPTION_DESCRIPTION_LONGEST
from ngoapp.sandbox.resources.first_payment import check_anchor
from ngoapp.sandbox.resources.payment_methods import method_of
from ngoapp.sandbox.resources.prices import SUPPORTED_DATA, read_price
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.errors import CardDeclined, NotPossible, ParameterInvalid
from ngoapp.sandbox.state.objects import Json, get
from ngoapp.sandbox.state.world import Change

SUPPORTED = frozenset(
    {
        "billing_cycle_anchor",
        "customer",
        "default_payment_method",
        "description",
        "expand",
        "items",
        "metadata",
        "off_session",
        "payment_behavior",
        "proration_behavior",
        "trial_end",
    }
)
SUPPORTED_ITEM = frozenset({"price", "price_data", "quantity"})


def create(change: Change, params: Json) -> Json:
    """POST /v1/subscriptions"""
    only_supported(params, SUPPORTED)
    customer = get(change.db, required(params, "customer"), "customer", "customer")
    asked = required(params, "items")
    items = [_item(change, item, f"items[{place}]") for place, item in enumerate(asked)]
    if not items:
        raise ParameterInvalid("A subscription needs at least one item.", param="items")
    check_anchor(change, items, params, "billing_cycle_anchor")
    description = at_most(params.get("description", ""), SUBSCRIPTION_DESCRIPTION_LONGEST, "description")
    subscription, invoice = begin(
        change,
        items,
        _without_now(params),
        customer=customer["id"],
        default_payment_method=_method(change, params, customer),
        description=description or None,
        metadata=metadata_of(params),
        status="incomplete",
    )
    return _first_payment(change, subscription, invoice, params)


def read_item_price(change: Change, item: Json, path: str) -> Json:
    """The recurring price of an item, given by name or in place."""
    if "price" in item:
        price = get(change.db, item["price"], "price", f"{path}[price]")
    else:
        data = required(item, "price_data", f"{path}[price]")
        only_supported(data, SUPPORTED_DATA, f"{path}[price_data]")
        price = read_price(change, data, f"{path}[price_data]")
    if not price["recurring"]:
        message = "The price specified is of `type=one_time`; this field only accepts `type=recurring`."
        raise ParameterInvalid(message, param=f"{path}[price]")
    return price


def _item(change: Change, item: Json, path: str) -> Json:
    only_supported(item, SUPPORTED_ITEM, path)
    quantity = positive(item.get("quantity", 1), f"{path}[quantity]")
    return {"price": read_item_price(change, item, path), "quantity": quantity}


def _without_now(params: Json) -> Json:
    return {name: value for name, value in params.items() if (name, value) != ("trial_end", "now")}


def _method(change: Change, params: Json, customer: Json) -> str | None:
    if "default_payment_method" not in params:
        return None
    return method_of(change, params["default_payment_method"], customer["id"])


def _first_payment(change: Change, subscription: Json, invoice: Json, params: Json) -> Json:
    method = usual_method(change, subscription)
    if method is None and invoice["amount_due"]:
        message = "This customer has no attached payment source or default payment method."
        raise NotPossible(message, code="resource_missing")
    invoice = finalize(change, invoice)
    if invoice["status"] == "open" and params.get("payment_behavior") != "default_incomplete":
        invoice = collect(change, invoice, method)
    if invoice["status"] == "open" and params.get("payment_behavior") == "error_if_incomplete":
        raise CardDeclined
    return subscription_of(change, invoice)


ROUTES = (Route("POST", "/subscriptions", SubscriptionCreateParams, create),)
