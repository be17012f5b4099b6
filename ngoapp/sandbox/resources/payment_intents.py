"""Payment intents: the will to pay an amount, through all its attempts."""

from stripe.params import PaymentIntentListParams, PaymentIntentRetrieveParams

from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "payment_intent"
BLANK: Json = {
    "amount_capturable": 0,
    "amount_details": {"tip": {}},
    "amount_received": 0,
    "application": None,
    "application_fee_amount": None,
    "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
    "canceled_at": None,
    "cancellation_reason": None,
    "capture_method": "automatic_async",
    "confirmation_method": "automatic",
    "customer": None,
    "customer_account": None,
    "description": None,
    "excluded_payment_method_types": None,
    "last_payment_error": None,
    "latest_charge": None,
    "livemode": False,
    "next_action": None,
    "on_behalf_of": None,
    "payment_method": None,
    "payment_method_configuration_details": None,
    "payment_method_options": {},
    "processing": None,
    "receipt_email": None,
    "review": None,
    "setup_future_usage": None,
    "shipping": None,
    "source": None,
    "statement_descriptor": None,
    "statement_descriptor_suffix": None,
    "status": "requires_payment_method",
    "transfer_data": None,
    "transfer_group": None,
}
OUTCOMES = {
    "succeeded": ("succeeded", "payment_intent.succeeded"),
    "pending": ("processing", "payment_intent.processing"),
    "failed": ("requires_payment_method", "payment_intent.payment_failed"),
}


def make_intent(change: Change, **facts: object) -> Json:
    """Keep a new payment intent and say so."""
    id = new_id("pi")
    intent = {
        **BLANK,
        "id": id,
        "object": KIND,
        "client_secret": new_id(f"{id}_secret"),
        "created": change.now,
        "metadata": {},
        **facts,
    }
    emit(change, "payment_intent.created", save(change.db, intent))
    return intent


def follow(change: Change, intent: Json, charge: Json, method: Json) -> Json:
    """Take over the outcome of an attempt and say so."""
    status, event = OUTCOMES[charge["status"]]
    failed = charge["status"] == "failed"
    intent |= {
        "status": status,
        "latest_charge": charge["id"],
        "payment_method": None if failed else method["id"],
        "amount_received": charge["amount"] if charge["status"] == "succeeded" else 0,
        "next_action": None,
        "last_payment_error": _declined(charge, method) if failed else None,
    }
    emit(change, event, save(change.db, intent))
    return intent


def ask_owner(change: Change, intent: Json, method: Json) -> Json:
    """The bank wants to hear from the card's owner, who is not here."""
    intent |= {
        "status": "requires_action",
        "payment_method": method["id"],
        "next_action": {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}},
    }
    emit(change, "payment_intent.requires_action", save(change.db, intent))
    return intent


def cancel_intent(change: Change, intent: Json) -> Json:
    """Nobody wants to be paid any more."""
    intent |= {"status": "canceled", "canceled_at": change.now, "cancellation_reason": "void_invoice"}
    emit(change, "payment_intent.canceled", save(change.db, intent))
    return intent


def _declined(charge: Json, method: Json) -> Json:
    return {
        "charge": charge["id"],
        "code": "card_declined",
        "decline_code": charge["outcome"]["reason"],
        "doc_url": "https://stripe.com/docs/error-codes/card-declined",
        "message": charge["failure_message"],
        "payment_method": method,
        "type": "card_error",
    }


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/payment_intents/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/payment_intents"""
    return page(
        change.db, KIND, params, url="/v1/payment_intents", equal={"customer": params.get("customer")}
    )


ROUTES = (
    Route("GET", "/payment_intents", PaymentIntentListParams, index),
    Route("GET", "/payment_intents/<id>", PaymentIntentRetrieveParams, retrieve),
)
