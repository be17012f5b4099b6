"""Writing to invoices: pay, finalize, void, write off."""

from stripe.params import (
    InvoiceFinalizeInvoiceParams,
    InvoiceMarkUncollectibleParams,
    InvoicePayParams,
    InvoiceVoidInvoiceParams,
)

from ngoapp.sandbox.billing.collect import collect, finalize, subscription_of, usual_method
from ngoapp.sandbox.params.rules import only_supported
from ngoapp.sandbox.resources.invoice_payments import payment_of
from ngoapp.sandbox.resources.invoices import KIND
from ngoapp.sandbox.resources.payment_intents import cancel_intent
from ngoapp.sandbox.resources.payment_methods import method_of
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.resources.subscriptions import dated
from ngoapp.sandbox.state.errors import CardDeclined, NotPossible
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.objects import Json, get, save
from ngoapp.sandbox.state.world import Change

SUPPORTED_PAY = frozenset({"expand", "off_session", "payment_method"})
SUPPORTED = frozenset({"expand"})


def in_its_time(change: Change, invoice: Json) -> Change:
    """The change at the moment that it is for the invoice's subscription."""
    return dated(change, subscription_of(change, invoice))


def pay(change: Change, params: Json, id: str) -> Json:
    """POST /v1/invoices/:id/pay. What a refused card leaves behind is kept, so the refusal is an answer."""
    only_supported(params, SUPPORTED_PAY)
    invoice = get(change.db, id, KIND)
    if invoice["status"] == "paid":
        raise NotPossible("Invoice is already paid", code="invoice_already_paid")
    if invoice["status"] not in ("open", "uncollectible"):
        raise NotPossible("Invoices with a status of draft or void cannot be paid.")
    method = usual_method(change, subscription_of(change, invoice))
    if "payment_method" in params:
        wanted = method_of(change, params["payment_method"], invoice["customer"])
        method = get(change.db, wanted, "payment_method")
    invoice = collect(in_its_time(change, invoice), invoice, method)
    return invoice if invoice["status"] == "paid" else CardDeclined().body()


def finalize_draft(change: Change, params: Json, id: str) -> Json:
    """POST /v1/invoices/:id/finalize"""
    only_supported(params, SUPPORTED)
    invoice = get(change.db, id, KIND)
    return finalize(in_its_time(change, invoice), invoice)


def void(change: Change, params: Json, id: str) -> Json:
    """POST /v1/invoices/:id/void"""
    only_supported(params, SUPPORTED)
    invoice = get(change.db, id, KIND)
    if invoice["status"] not in ("open", "uncollectible"):
        raise NotPossible(
            f"You can only void open or uncollectible invoices; this one is {invoice['status']}."
        )
    return close(in_its_time(change, invoice), invoice, "void")


def write_off(change: Change, params: Json, id: str) -> Json:
    """POST /v1/invoices/:id/mark_uncollectible"""
    only_supported(params, SUPPORTED)
    invoice = get(change.db, id, KIND)
    if invoice["status"] != "open":
        raise NotPossible(
            f"You can only mark open invoices as uncollectible; this one is {invoice['status']}."
        )
    return close(in_its_time(change, invoice), invoice, "uncollectible")


def close(change: Change, invoice: Json, status: str) -> Json:
    """Void an invoice or write it off; a void one can never be paid."""
    done, event = {
        "void": ("voided_at", "invoice.voided"),
        "uncollectible": ("marked_uncollectible_at", "invoice.marked_uncollectible"),
    }[status]
    invoice |= {"status": status, "auto_advance": False, "next_payment_attempt": None}
    invoice["status_transitions"][done] = change.now
    emit(change, event, save(change.db, invoice))
    payment = payment_of(change, invoice)
    if payment and status == "void":
        payment["status"] = "canceled"
        payment["status_transitions"]["canceled_at"] = change.now
        save(change.db, payment)
        cancel_intent(change, get(change.db, payment["payment"]["payment_intent"], "payment_intent"))
    return invoice


ROUTES = (
    Route("POST", "/invoices/<id>/pay", InvoicePayParams, pay),
    Route("POST", "/invoices/<id>/finalize", InvoiceFinalizeInvoiceParams, finalize_draft),
    Route("POST", "/invoices/<id>/void", InvoiceVoidInvoiceParams, void),
    Route("POST", "/invoices/<id>/mark_uncollectible", InvoiceMarkUncollectibleParams, write_off),
)
