"""A whole subscription at rest, which is more than a pause of its collection: no period passes meanwhile."""

from dataclasses import replace

from stripe.params import SubscriptionPauseParams, SubscriptionResumeParams

from ngoapp.sandbox.billing.reprice import begin_period
from ngoapp.sandbox.params.rules import only_supported
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.resources.subscriptions import KIND, clock_of, tell_updated
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.objects import Json, get
from ngoapp.sandbox.state.world import Change


def pause(change: Change, params: Json, id: str) -> Json:
    """POST /v1/subscriptions/:id/pause"""
    only_supported(params, frozenset({"expand", "type"}))
    subscription = get(change.db, id, KIND)
    if subscription["status"] not in ("active", "trialing"):
        raise NotPossible(f"This subscription is {subscription['status']} and cannot be paused.")
    change = replace(change, now=clock_of(change, subscription))
    subscription = tell_updated(change, subscription, status="paused")
    emit(change, "customer.subscription.paused", subscription)
    return subscription


def resume(change: Change, params: Json, id: str) -> Json:
    """POST /v1/subscriptions/:id/resume: a period begins now"""
    only_supported(params, frozenset({"expand"}))
    subscription = get(change.db, id, KIND)
    if subscription["status"] != "paused":
        raise NotPossible("Only a paused subscription can be resumed.")
    change = replace(change, now=clock_of(change, subscription))
    subscription = begin_period(change, subscription, {"proration_behavior": "none"})
    emit(change, "customer.subscription.resumed", subscription)
    return subscription


ROUTES = (
    Route("POST", "/subscriptions/<id>/pause", SubscriptionPauseParams, pause),
    Route("POST", "/subscriptions/<id>/resume", SubscriptionResumeParams, resume),
)
