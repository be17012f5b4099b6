"""Invoice payments: which payment intent pays which invoice. Since "Basil" neither names the other."""

from stripe.params import InvoicePaymentListParams, InvoicePaymentRetrieveParams

from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.errors import ParameterInvalid
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, every, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "invoice_payment"


def make_invoice_payment(change: Change, invoice: Json, intent: Json) -> Json:
    """Tie a payment intent to the invoice that it is to pay."""
    return save(
        change.db,
        {
            "id": new_id("inpay"),
            "object": KIND,
            "amount_paid": None,
            "amount_requested": invoice["amount_due"],
            "created": change.now,
            "currency": invoice["currency"],
            "invoice": invoice["id"],
            "is_default": True,
            "livemode": False,
            "payment": {"payment_intent": intent["id"], "type": "payment_intent"},
            "status": "open",
            "status_transitions": {"canceled_at": None, "paid_at": None},
        },
    )


def payment_of(change: Change, invoice: Json) -> Json | None:
    """The payment of an invoice; one of nothing has none."""
    found = every(change.db, KIND, invoice=invoice["id"])
    return found[0] if found else None


def invoice_paid_by(change: Change, intent_id: str) -> Json | None:
    """The invoice that a payment intent pays."""
    found = every(change.db, KIND, **{"payment.payment_intent": intent_id})
    return get(change.db, found[0]["invoice"], "invoice") if found else None


def payments_of(change: Change, invoice: Json) -> Json:
    """The list that `expand=["payments"]` shows."""
    found = every(change.db, KIND, invoice=invoice["id"])
    return {
        "object": "list",
        "data": found,
        "has_more": False,
        "url": f"/v1/invoice_payments?invoice={invoice['id']}",
    }


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/invoice_payments/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/invoice_payments"""
    payment = params.get("payment", {})
    if payment and "payment_intent" not in payment:
        message = "You must pass `payment_intent` when the payment's type is `payment_intent`."
        raise ParameterInvalid(message, param="payment[payment_intent]", code="parameter_missing")
    equal = {name: params.get(name) for name in ("invoice", "status")}
    equal["payment.payment_intent"] = payment.get("payment_intent")
    return page(change.db, KIND, params, url="/v1/invoice_payments", equal=equal)


ROUTES = (
    Route("GET", "/invoice_payments", InvoicePaymentListParams, index),
    Route("GET", "/invoice_payments/<id>", InvoicePaymentRetrieveParams, retrieve),
)
