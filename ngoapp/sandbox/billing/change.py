"""POST and DELETE /v1/subscriptions/:id: another amount, card or day, a pause, the end."""

from dataclasses import replace

from stripe.params import SubscriptionCancelParams, SubscriptionUpdateParams

from ngoapp.sandbox.billing.collect import end_subscription
from ngoapp.sandbox.billing.reprice import change_day, change_items
from ngoapp.sandbox.params.rules import merged_metadata, only_supported
from ngoapp.sandbox.resources.payment_methods import method_of
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.resources.subscriptions import ENDED, KIND, clock_of, period_of, tell_updated
from ngoapp.sandbox.state.errors import NotPossible, ParameterInvalid, ResourceMissing
from ngoapp.sandbox.state.objects import Json, get
from ngoapp.sandbox.state.world import Change

SUPPORTED = frozenset(
    {
        "billing_cycle_anchor",
        "cancel_at",
        "cancel_at_period_end",
        "cancellation_details",
        "default_payment_method",
        "description",
        "expand",
        "items",
        "metadata",
        "off_session",
        "pause_collection",
        "payment_behavior",
        "proration_behavior",
        "trial_end",
    }
)
AFTER_THE_END = frozenset({"cancellation_details", "expand", "metadata"})
SUPPORTED_CANCEL = frozenset({"cancellation_details", "expand", "invoice_now", "prorate"})


def update(change: Change, params: Json, id: str) -> Json:
    """POST /v1/subscriptions/:id"""
    only_supported(params, SUPPORTED)
    subscription = get(change.db, id, KIND)
    if subscription["status"] in ENDED and set(params) - AFTER_THE_END:
        raise NotPossible("A canceled subscription can only update its cancellation_details and metadata.")
    change = replace(change, now=clock_of(change, subscription))
    changed = _plain(change, subscription, params) | _ending(change, subscription, params)
    subscription = tell_updated(change, subscription, **changed)
    if "items" in params:
        subscription = change_items(change, subscription, params)
    if "trial_end" in params or "billing_cycle_anchor" in params:
        subscription = change_day(change, subscription, params)
    return subscription


def cancel(change: Change, params: Json, id: str) -> Json:
    """DELETE /v1/subscriptions/:id"""
    only_supported(params, SUPPORTED_CANCEL)
    subscription = get(change.db, id, KIND)
    if subscription["status"] in ENDED:
        raise ResourceMissing(KIND, id)
    if params.get("invoice_now") or params.get("prorate"):
        message = "The sandbox ends a subscription without a last invoice."
        raise ParameterInvalid(message, param="invoice_now", code="sandbox_unsupported")
    subscription["cancellation_details"] |= params.get("cancellation_details", {})
    change = replace(change, now=clock_of(change, subscription))
    return end_subscription(change, subscription, reason="cancellation_requested")


def _plain(change: Change, subscription: Json, params: Json) -> Json:
    """What changes without a consequence."""
    changed: Json = {}
    if "metadata" in params:
        changed["metadata"] = merged_metadata(subscription["metadata"], params)
    if "description" in params:
        changed["description"] = params["description"] or None
    if "default_payment_method" in params:
        wanted = params["default_payment_method"]
        changed["default_payment_method"] = method_of(change, wanted, subscription["customer"])
    if "pause_collection" in params:
        wanted = params["pause_collection"]
        changed["pause_collection"] = {"resumes_at": None, **wanted} if wanted else None
    return changed


def _ending(change: Change, subscription: Json, params: Json) -> Json:
    """When it is to end, if ever."""
    changed: Json = {}
    if "cancellation_details" in params:
        given = {name: value or None for name, value in params["cancellation_details"].items()}
        changed["cancellation_details"] = {**subscription["cancellation_details"], **given}
    at: int | None = subscription["cancel_at"]
    if "cancel_at_period_end" in params:
        at = period_of(subscription)[1] if params["cancel_at_period_end"] else None
        changed["cancel_at_period_end"] = params["cancel_at_period_end"]
    if "cancel_at" in params:
        if isinstance(params["cancel_at"], str) and params["cancel_at"]:
            message = "The sandbox takes a timestamp here."
            raise ParameterInvalid(message, param="cancel_at", code="sandbox_unsupported")
        at = params["cancel_at"] or None
    if at != subscription["cancel_at"]:
        reason = "cancellation_requested" if at else None
        details: Json = (subscription | changed)["cancellation_details"]
        changed |= {
            "cancel_at": at,
            "canceled_at": change.now if at else None,
            "cancellation_details": {**details, "reason": reason},
        }
    return changed


ROUTES = (
    Route("POST", "/subscriptions/<id>", SubscriptionUpdateParams, update),
    Route("DELETE", "/subscriptions/<id>", SubscriptionCancelParams, cancel),
)
