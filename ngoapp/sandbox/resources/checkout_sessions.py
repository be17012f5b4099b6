"""Checkout sessions: a hosted page on which one payment is made."""

from stripe.params.checkout import (
    SessionCreateParams,
    SessionExpireParams,
    SessionLineItemListParams,
    SessionListParams,
    SessionRetrieveParams,
)

from ngoapp.sandbox.params.rules import chargeable, metadata_of
from ngoapp.sandbox.resources.checkout_rules import check_session, expiry_of
from ngoapp.sandbox.resources.first_payment import check_anchor, due_now
from ngoapp.sandbox.resources.line_items import make_line_items
from ngoapp.sandbox.resources.payment_methods import Payer
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, private_of, save
from ngoapp.sandbox.state.world import Change

KIND = "checkout.session"
ECHOED = (
    "allowed_payment_method_types",
    "billing_address_collection",
    "branding_settings",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_email",
    "excluded_payment_method_types",
    "integration_identifier",
    "locale",
    "origin_context",
    "submit_type",
    "success_url",
)
BLANK: Json = {
    **dict.fromkeys(ECHOED),
    "adaptive_pricing": {"enabled": False},
    "after_expiration": None,
    "allow_promotion_codes": None,
    "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
    "client_secret": None,
    "collected_information": None,
    "consent": None,
    "consent_collection": None,
    "currency_conversion": None,
    "custom_fields": [],
    "custom_text": {
        "after_submit": None,
        "shipping_address": None,
        "submit": None,
        "terms_of_service_acceptance": None,
    },
    "customer_account": None,
    "customer_details": None,
    "discounts": [],
    "invoice": None,
    "invoice_creation": {"enabled": False},
    "livemode": False,
    "mode": "payment",
    "payment_intent": None,
    "payment_link": None,
    "payment_method_collection": "if_required",
    "payment_method_configuration_details": None,
    "payment_method_options": {},
    "payment_method_types": ["card", "us_bank_account"],
    "payment_status": "unpaid",
    "permissions": None,
    "phone_number_collection": {"enabled": False},
    "recovered_from": None,
    "saved_payment_method_options": None,
    "setup_intent": None,
    "shipping_address_collection": None,
    "shipping_cost": None,
    "shipping_options": [],
    "status": "open",
    "subscription": None,
    "ui_mode": "hosted_page",
    "wallet_options": None,
}


def create(change: Change, params: Json) -> Json:
    """POST /v1/checkout/sessions"""
    check_session(change, params)
    items = make_line_items(change, params)
    currency = items[0]["currency"]
    recurs = params["mode"] == "subscription"
    chargeable(sum(item["amount_total"] for item in items), currency, "line_items")
    start = params.get("subscription_data", {})
    check_anchor(change, items, start, "subscription_data[billing_cycle_anchor]")
    total = due_now(change, items, start)
    id = new_id("cs_test", 58)
    session = {
        **BLANK,
        **{name: params[name] for name in ECHOED if name in params},
        "id": id,
        "object": KIND,
        "amount_subtotal": total,
        "amount_total": total,
        "created": change.now,
        "currency": currency,
        "customer_creation": _customer_creation(params),
        "customer_details": _known_details(change, params),
        "expires_at": expiry_of(change, params),
        "invoice_creation": None if recurs else {"enabled": False},
        "metadata": metadata_of(params),
        "mode": params["mode"],
        "payment_method_collection": "always" if recurs else "if_required",
        "payment_method_types": payment_method_types(params),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "url": f"{change.site}/c/pay/{id}",
    }
    data = {name: params.get(name, {}) for name in ("payment_intent_data", "subscription_data")}
    return save(change.db, session, {"line_items": items, **data})


def payment_method_types(params: Json) -> list[str]:
    """What the payer may choose from: a card, or a bank account whose payment takes days."""
    allowed = params.get("allowed_payment_method_types", ["card", "us_bank_account"])
    excluded = params.get("excluded_payment_method_types", [])
    return [type for type in ("card", "us_bank_account") if type in allowed and type not in excluded]


def complete(change: Change, session: Json, *, payer: Payer, payment_status: str, **made: object) -> Json:
    """The payer is done with the page; the money may still be on its way. `made` is what came of it."""
    session |= {
        **made,
        "status": "complete",
        "payment_status": payment_status,
        "customer_details": _details(payer.email, payer.name),
        "url": None,
    }
    emit(change, "checkout.session.completed", save(change.db, session))
    return session


def end_later_payment(change: Change, session: Json, *, paid: bool) -> Json:
    """A payment that was on its way has arrived, or never will."""
    session["payment_status"] = "paid" if paid else "unpaid"
    outcome = "succeeded" if paid else "failed"
    emit(change, f"checkout.session.async_payment_{outcome}", save(change.db, session))
    return session


def end_session(change: Change, session: Json) -> Json:
    """Close a session that nobody completed."""
    session |= {"status": "expired", "url": None}
    emit(change, "checkout.session.expired", save(change.db, session))
    return session


def expire_overdue(change: Change) -> None:
    """Close every open session whose time has passed."""
    overdue = change.db.execute(
        "SELECT id FROM objects WHERE kind = 'checkout.session' AND json_extract(body, '$.status') = 'open'"
        " AND json_extract(body, '$.expires_at') <= ?",
        (change.now,),
    ).fetchall()
    for row in overdue:
        end_session(change, get(change.db, row["id"], KIND))


def expire(change: Change, _params: Json, id: str) -> Json:
    """POST /v1/checkout/sessions/:id/expire"""
    session = get(change.db, id, KIND)
    if session["status"] != "open":
        message = (
            'Only Checkout Sessions with a status in ["open"] can be expired.'
            f" This Checkout Session has a status of `{session['status']}`."
        )
        raise NotPossible(message)
    return end_session(change, session)


def line_items_of(change: Change, session: Json) -> Json:
    """The list that `expand=["line_items"]` shows."""
    items = private_of(change.db, session["id"])["line_items"]
    url = f"/v1/checkout/sessions/{session['id']}/line_items"
    return {"object": "list", "data": items, "has_more": False, "url": url}


def list_line_items(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/checkout/sessions/:id/line_items"""
    return line_items_of(change, get(change.db, id, KIND))


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/checkout/sessions/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/checkout/sessions"""
    equal = {name: params.get(name) for name in ("customer", "payment_intent", "status", "subscription")}
    equal["customer_details.email"] = params.get("customer_details", {}).get("email")
    return page(change.db, KIND, params, url="/v1/checkout/sessions", equal=equal)


def _customer_creation(params: Json) -> str | None:
    if "customer" in params:
        return None
    usual = "always" if params["mode"] == "subscription" else "if_required"
    wanted: str = params.get("customer_creation", usual)
    return wanted


def _known_details(change: Change, params: Json) -> Json | None:
    email = params.get("customer_email")
    if "customer" in params:
        email = get(change.db, params["customer"], "customer")["email"]
    return _details(email, None) if email else None


def _details(email: str, name: str | None) -> Json:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    if name is not None:
        address |= {"country": "US", "postal_code": "55101"}
    return {
        "address": address,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": name,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


ROUTES = (
    Route("POST", "/checkout/sessions", SessionCreateParams, create),
    Route("GET", "/checkout/sessions", SessionListParams, index),
    Route("GET", "/checkout/sessions/<id>", SessionRetrieveParams, retrieve),
    Route("POST", "/checkout/sessions/<id>/expire", SessionExpireParams, expire),
    Route("GET", "/checkout/sessions/<id>/line_items", SessionLineItemListParams, list_line_items),
)
