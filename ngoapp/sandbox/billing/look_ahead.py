"""POST /v1/invoices/create_preview: what a subscription's next invoice would be."""

from stripe.params import InvoiceCreatePreviewParams

from ngoapp.sandbox.billing.renew import preview
from ngoapp.sandbox.params.rules import only_supported, required
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.resources.subscriptions import ENDED
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get
from ngoapp.sandbox.state.world import Change

SUPPORTED = frozenset({"customer", "expand", "subscription"})


def create_preview(change: Change, params: Json) -> Json:
    """POST /v1/invoices/create_preview"""
    only_supported(params, SUPPORTED)
    id = required(params, "subscription")
    subscription = get(change.db, id, "subscription", "subscription")
    if subscription["status"] in ENDED or subscription["cancel_at_period_end"]:
        message = f"No upcoming invoices for subscription: {id}"
        raise NotPossible(message, code="invoice_upcoming_none")
    return preview(change, subscription) | {"id": new_id("upcoming_in")}


ROUTES = (Route("POST", "/invoices/create_preview", InvoiceCreatePreviewParams, create_preview),)
