"""Customers: people that the client wants remembered between payments."""

from stripe.params import (
    CustomerCreateParams,
    CustomerListParams,
    CustomerRetrieveParams,
    CustomerUpdateParams,
)

from ngoapp.sandbox.params.rules import email_of, merged_metadata, metadata_of, only_supported
from ngoapp.sandbox.resources.payment_methods import method_of
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "customer"
KEPT = ("address", "description", "email", "name", "phone", "preferred_locales", "shipping")
SUPPORTED = frozenset({*KEPT, "metadata", "expand"})
BLANK: Json = {
    "address": None,
    "balance": 0,
    "business_name": None,
    "cash_balance": None,
    "currency": None,
    "customer_account": None,
    "default_source": None,
    "delinquent": False,
    "description": None,
    "discount": None,
    "email": None,
    "individual_name": None,
    "invoice_prefix": None,
    "invoice_settings": {
        "custom_fields": None,
        "default_payment_method": None,
        "footer": None,
        "rendering_options": None,
    },
    "livemode": False,
    "name": None,
    "next_invoice_sequence": 1,
    "phone": None,
    "preferred_locales": [],
    "shipping": None,
    "tax_exempt": "none",
    "test_clock": None,
}


def make_customer(change: Change, **facts: object) -> Json:
    """Keep a new customer and say so."""
    customer = {
        "id": new_id("cus", 14),
        "object": KIND,
        "created": change.now,
        "metadata": {},
        **BLANK,
        **facts,
    }
    emit(change, "customer.created", save(change.db, customer))
    return customer


def create(change: Change, params: Json) -> Json:
    """POST /v1/customers"""
    only_supported(params, SUPPORTED)
    if "email" in params:
        email_of(params["email"], "email")
    facts = {name: params[name] or None for name in KEPT if name in params}
    return make_customer(change, **facts, metadata=metadata_of(params))


def update(change: Change, params: Json, id: str) -> Json:
    """POST /v1/customers/:id"""
    only_supported(params, SUPPORTED | {"invoice_settings"})
    only_supported(
        params.get("invoice_settings", {}), frozenset({"default_payment_method"}), "invoice_settings"
    )
    customer = get(change.db, id, KIND)
    changed = {name: params[name] or None for name in KEPT if name in params}
    if "email" in changed:
        email_of(params["email"], "email")
    if "metadata" in params:
        changed["metadata"] = merged_metadata(customer["metadata"], params)
    if "invoice_settings" in params:
        wanted = method_of(change, params["invoice_settings"]["default_payment_method"], id)
        changed["invoice_settings"] = {**customer["invoice_settings"], "default_payment_method": wanted}
    return tell_updated(change, customer, changed)


def tell_updated(change: Change, customer: Json, changed: Json) -> Json:
    """Change a customer and say so, if that changes anything."""
    previous = {name: customer[name] for name, value in changed.items() if customer[name] != value}
    customer |= changed
    if previous:
        emit(change, "customer.updated", save(change.db, customer), previous)
    return customer


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/customers/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/customers"""
    return page(change.db, KIND, params, url="/v1/customers", equal={"email": params.get("email")})


ROUTES = (
    Route("POST", "/customers", CustomerCreateParams, create),
    Route("GET", "/customers", CustomerListParams, index),
    Route("GET", "/customers/<id>", CustomerRetrieveParams, retrieve),
    Route("POST", "/customers/<id>", CustomerUpdateParams, update),
)
