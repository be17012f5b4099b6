"""Invoices: what a subscription asks for a period, and what was paid of it."""

from stripe.params import InvoiceListLinesParams, InvoiceListParams, InvoiceRetrieveParams

from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "invoice"
SUBSCRIPTION = "parent.subscription_details.subscription"
BLANK: Json = {
    "account_country": "US",
    "account_name": "Sandbox",
    "account_tax_ids": None,
    "amount_overpaid": 0,
    "amount_paid": 0,
    "amount_shipping": 0,
    "application": None,
    "attempt_count": 0,
    "attempted": False,
    "auto_advance": True,
    "automatic_tax": {
        "disabled_reason": None,
        "enabled": False,
        "liability": None,
        "provider": None,
        "status": None,
    },
    "automatically_finalizes_at": None,
    "collection_method": "charge_automatically",
    "custom_fields": None,
    "customer_account": None,
    "customer_address": None,
    "customer_phone": None,
    "customer_shipping": None,
    "customer_tax_exempt": "none",
    "customer_tax_ids": [],
    "default_payment_method": None,
    "default_source": None,
    "default_tax_rates": [],
    "description": None,
    "discounts": [],
    "due_date": None,
    "effective_at": None,
    "ending_balance": None,
    "footer": None,
    "from_invoice": None,
    "hosted_invoice_url": None,
    "invoice_pdf": None,
    "issuer": {"type": "self"},
    "last_finalization_error": None,
    "latest_revision": None,
    "livemode": False,
    "metadata": {},
    "next_payment_attempt": None,
    "number": None,
    "on_behalf_of": None,
    "payment_settings": {
        "default_mandate": None,
        "payment_method_options": None,
        "payment_method_types": None,
    },
    "post_payment_credit_notes_amount": 0,
    "pre_payment_credit_notes_amount": 0,
    "receipt_number": None,
    "rendering": None,
    "shipping_cost": None,
    "shipping_details": None,
    "starting_balance": 0,
    "statement_descriptor": None,
    "status": "draft",
    "test_clock": None,
    "total_discount_amounts": [],
    "total_pretax_credit_amounts": [],
    "total_taxes": [],
    "webhooks_delivered_at": None,
}


def new_invoice(change: Change, subscription: Json, lines: list[Json], reason: str, id: str | None) -> Json:
    """An invoice in the making, not yet kept; one without an id only looks ahead."""
    total = sum(line["amount"] for line in lines)
    customer = get(change.db, subscription["customer"], "customer")
    period = lines[0]["period"]
    return {
        **BLANK,
        **({"id": id} if id else {}),
        "object": KIND,
        **dict.fromkeys(("amount_due", "amount_remaining"), max(total, 0)),
        **dict.fromkeys(("subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax"), total),
        "billing_reason": reason,
        "created": change.now,
        "currency": subscription["currency"],
        "customer": customer["id"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "lines": {
            "object": "list",
            "data": [line | {"invoice": id} for line in lines],
            "has_more": False,
            "total_count": len(lines),
            "url": f"/v1/invoices/{id}/lines",
        },
        "parent": {
            "quote_details": None,
            "subscription_details": {
                "metadata": subscription["metadata"],
                "subscription": subscription["id"],
            },
            "type": "subscription_details",
        },
        "period_end": change.now,
        # The period of an invoice is the one before: its lines are paid in advance.
        "period_start": change.now if reason == "subscription_create" else _began(subscription, period),
        "status_transitions": dict.fromkeys(
            ("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")
        ),
    }


def make_invoice(change: Change, subscription: Json, lines: list[Json], reason: str) -> Json:
    """Keep a draft."""
    return save(change.db, new_invoice(change, subscription, lines, reason, new_id("in")))


def _began(subscription: Json, period: Json) -> int:
    start: int = subscription["items"]["data"][0]["current_period_start"]
    return min(start, int(period["start"]))


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/invoices/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/invoices"""
    equal = {name: params.get(name) for name in ("customer", "status", "collection_method")}
    equal[SUBSCRIPTION] = params.get("subscription")
    return page(change.db, KIND, params, url="/v1/invoices", equal=equal)


def list_lines(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/invoices/:id/lines"""
    lines: Json = get(change.db, id, KIND)["lines"]
    return lines


ROUTES = (
    Route("GET", "/invoices", InvoiceListParams, index),
    Route("GET", "/invoices/<id>", InvoiceRetrieveParams, retrieve),
    Route("GET", "/invoices/<id>/lines", InvoiceListLinesParams, list_lines),
)
