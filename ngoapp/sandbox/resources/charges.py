"""Charges: one attempt to take the money of a payment intent."""

from stripe.params import ChargeListParams, ChargeRetrieveParams

from ngoapp.sandbox.params.rules import DESCRIPTOR_LONGEST
from ngoapp.sandbox.resources.balance_transactions import book_payment
from ngoapp.sandbox.resources.payment_methods import card_behind
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, every, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "charge"
STATEMENT_PREFIX = "SANDBOX"
EVENTS = {"succeeded": "charge.succeeded", "pending": "charge.pending", "failed": "charge.failed"}
OUTCOMES: dict[str, Json] = {
    "authorized": {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network",
        "reason": None,
        "risk_level": "normal",
        "seller_message": "Payment complete.",
        "type": "authorized",
    },
    "declined": {
        "advice_code": "try_again_later",
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network",
        "reason": "generic_decline",
        "risk_level": "normal",
        "seller_message": "The bank did not return any further details with this decline.",
        "type": "issuer_declined",
    },
}
BLANK: Json = {
    "amount_refunded": 0,
    "application": None,
    "application_fee": None,
    "application_fee_amount": None,
    "balance_transaction": None,
    "disputed": False,
    "failure_balance_transaction": None,
    "failure_code": None,
    "failure_message": None,
    "fraud_details": {},
    "livemode": False,
    "on_behalf_of": None,
    "receipt_number": None,
    "receipt_url": None,
    "refunded": False,
    "review": None,
    "shipping": None,
    "source": None,
    "source_transfer": None,
    "transfer_data": None,
    "transfer_group": None,
}
COPIED = (
    "amount",
    "currency",
    "customer",
    "description",
    "metadata",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
)


def make_charge(change: Change, intent: Json, method: Json, status: str) -> Json:
    """Try to take the intent's money with this payment method, with the given outcome."""
    charge = {
        **BLANK,
        **{name: intent[name] for name in COPIED},
        "id": new_id("ch" if method["type"] == "card" else "py"),
        "object": KIND,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": _on_the_statement(intent),
        "created": change.now,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": method["type"], method["type"]: method[method["type"]]},
    }
    return settle(change, charge, status, card_behind(change, method).decline_code)


def settle(change: Change, charge: Json, status: str, decline_code: str = "generic_decline") -> Json:
    """Give a charge its outcome and say so."""
    succeeded, failed = status == "succeeded", status == "failed"
    charge |= {
        "status": status,
        "paid": succeeded,
        "captured": not failed,
        "amount_captured": 0 if failed else charge["amount"],
        "failure_code": "card_declined" if failed else None,
        "failure_message": "The payment was declined." if failed else None,
        "outcome": OUTCOMES["declined"] | {"reason": decline_code} if failed else OUTCOMES["authorized"],
    }
    emit(change, EVENTS[status], save(change.db, charge))
    return charge


def book(change: Change, charge: Json) -> Json:
    """Put a succeeded charge on the balance; Stripe does this a moment later and sends charge.updated."""
    charge["balance_transaction"] = book_payment(change, charge)["id"]
    emit(change, "charge.updated", save(change.db, charge), {"balance_transaction": None})
    return charge


def of_intent(change: Change, intent_id: str) -> list[Json]:
    """All attempts at one payment, newest first."""
    return every(change.db, KIND, payment_intent=intent_id)


def _on_the_statement(intent: Json) -> str:
    suffix = intent["statement_descriptor_suffix"]
    return f"{STATEMENT_PREFIX}* {suffix}"[:DESCRIPTOR_LONGEST] if suffix else STATEMENT_PREFIX


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/charges/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/charges"""
    equal = {name: params.get(name) for name in ("customer", "payment_intent")}
    return page(change.db, KIND, params, url="/v1/charges", equal=equal)


ROUTES = (
    Route("GET", "/charges", ChargeListParams, index),
    Route("GET", "/charges/<id>", ChargeRetrieveParams, retrieve),
)
