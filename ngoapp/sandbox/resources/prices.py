"""Prices: an amount, once or in every so many days, weeks, months or years."""

from stripe.params import PriceCreateParams, PriceListParams, PriceRetrieveParams, PriceUpdateParams

from ngoapp.sandbox.params.rules import (
    at_most,
    currency_of,
    metadata_of,
    only_supported,
    positive,
    required,
)
from ngoapp.sandbox.resources.products import NAME_LONGEST, make_product
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.errors import ParameterInvalid
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "price"
SUPPORTED_DATA = frozenset(
    {"currency", "product", "product_data", "recurring", "tax_behavior", "unit_amount"}
)
SUPPORTED = SUPPORTED_DATA | {"active", "expand", "lookup_key", "metadata", "nickname"}
SUPPORTED_CHANGES = frozenset({"active", "expand", "metadata", "nickname"})
SUPPORTED_RECURRING = frozenset({"interval", "interval_count", "usage_type"})
LONGEST = {"day": 1095, "week": 156, "month": 36, "year": 3}


def read_price(change: Change, data: Json, path: str) -> Json:
    """Read and keep a price, and the product that comes with it. `path` is where it stands in the request."""
    at = f"{path}[{{}}]".format if path else str
    currency = currency_of(data["currency"], at("currency"))
    amount = positive(required(data, "unit_amount", at("unit_amount")), at("unit_amount"))
    recurring = read_recurring(data.get("recurring"), at("recurring"))
    return save(
        change.db,
        {
            "id": new_id("price"),
            "object": KIND,
            "active": False,
            "billing_scheme": "per_unit",
            "created": change.now,
            "currency": currency,
            "custom_unit_amount": None,
            "livemode": False,
            "lookup_key": None,
            "metadata": {},
            "nickname": None,
            "product": _product(change, data, path),
            "recurring": recurring,
            "tax_behavior": data.get("tax_behavior", "unspecified"),
            "tiers_mode": None,
            "transform_quantity": None,
            "type": "recurring" if recurring else "one_time",
            "unit_amount": amount,
            "unit_amount_decimal": str(amount),
        },
    )


def read_recurring(asked: Json | None, path: str) -> Json | None:
    """How often a price is due; Stripe takes up to three years."""
    if asked is None:
        return None
    only_supported(asked, SUPPORTED_RECURRING, path)
    interval, count = asked["interval"], positive(asked.get("interval_count", 1), f"{path}[interval_count]")
    if count > LONGEST[interval]:
        message = f"The interval_count must be at most {LONGEST[interval]} for interval {interval}."
        raise ParameterInvalid(message, param=f"{path}[interval_count]")
    return {
        "interval": interval,
        "interval_count": count,
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def _product(change: Change, data: Json, path: str) -> str:
    at = f"{path}[{{}}]".format if path else str
    if ("product" in data) == ("product_data" in data):
        message = "You must specify either `product` or `product_data`."
        raise ParameterInvalid(message, param=at("product_data"), code="parameter_missing")
    if "product" in data:
        id: str = get(change.db, data["product"], "product", at("product"))["id"]
        return id
    described = data["product_data"]
    metadata = metadata_of(described, f"{at('product_data')}[metadata]")
    name = at_most(described["name"], NAME_LONGEST, f"{at('product_data')}[name]")
    made: str = make_product(change, name, active=False, metadata=metadata)["id"]
    return made


def create(change: Change, params: Json) -> Json:
    """POST /v1/prices"""
    only_supported(params, SUPPORTED)
    price = read_price(change, params, "") | {"active": params.get("active", True)}
    price |= {name: params[name] for name in ("lookup_key", "nickname") if name in params}
    price["metadata"] = metadata_of(params)
    emit(change, "price.created", save(change.db, price))
    return price


def update(change: Change, params: Json, id: str) -> Json:
    """POST /v1/prices/:id"""
    only_supported(params, SUPPORTED_CHANGES)
    price = get(change.db, id, KIND)
    price |= {name: params[name] for name in ("active", "nickname") if name in params}
    price["metadata"] = {**price["metadata"], **metadata_of(params)}
    emit(change, "price.updated", save(change.db, price))
    return price


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/prices/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/prices"""
    equal = {name: params.get(name) for name in ("active", "currency", "product", "type")}
    return page(change.db, KIND, params, url="/v1/prices", equal=equal)


ROUTES = (
    Route("POST", "/prices", PriceCreateParams, create),
    Route("GET", "/prices", PriceListParams, index),
    Route("GET", "/prices/<id>", PriceRetrieveParams, retrieve),
    Route("POST", "/prices/<id>", PriceUpdateParams, update),
)
