"""Billing portal configurations: what a payer may do there."""

from typing import Any

from stripe.params.billing_portal import (
    ConfigurationCreateParams,
    ConfigurationListParams,
    ConfigurationRetrieveParams,
    ConfigurationUpdateParams,
)

from ngoapp.sandbox.params.rules import merged_metadata, metadata_of, only_supported
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, every, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "billing_portal.configuration"
SUPPORTED = frozenset(
    {"active", "business_profile", "default_return_url", "expand", "features", "metadata", "name"}
)
SUPPORTED_FEATURES = frozenset(
    {
        "customer_update",
        "invoice_history",
        "payment_method_update",
        "subscription_cancel",
        "subscription_update",
    }
)
OFF: Json = {
    "customer_update": {"allowed_updates": [], "enabled": False},
    "invoice_history": {"enabled": False},
    "payment_method_update": {"enabled": False, "payment_method_configuration": None},
    "subscription_cancel": {
        "cancellation_reason": {"enabled": False, "options": []},
        "enabled": False,
        "mode": "at_period_end",
        "proration_behavior": "none",
    },
    "subscription_pause": {"enabled": False},
    "subscription_update": {
        "billing_cycle_anchor": "unchanged",
        "default_allowed_updates": [],
        "enabled": False,
        "products": [],
        "proration_behavior": "none",
        "schedule_at_period_end": {"conditions": []},
        "trial_update_behavior": "end_trial",
    },
}
USUALLY_ON = ("invoice_history", "payment_method_update", "subscription_cancel")


def make_configuration(change: Change, features: Json, **facts: object) -> Json:
    """Keep a configuration; features that are not named are off."""
    configuration = {
        "id": new_id("bpc"),
        "object": KIND,
        "active": True,
        "application": None,
        "business_profile": {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None},
        "created": change.now,
        "default_return_url": None,
        "features": {name: off | _given(features.get(name, {})) for name, off in OFF.items()},
        "is_default": False,
        "livemode": False,
        "login_page": {"enabled": False, "url": None},
        "metadata": {},
        "name": None,
        "updated": change.now,
        **facts,
    }
    return save(change.db, configuration)


def usual_configuration(change: Change) -> Json:
    """The default one, as it is when nobody has touched it."""
    found = every(change.db, KIND, is_default=True)
    on = {name: {"enabled": True} for name in USUALLY_ON}
    return found[0] if found else make_configuration(change, on, is_default=True)


def create(change: Change, params: Json) -> Json:
    """POST /v1/billing_portal/configurations"""
    only_supported(params, SUPPORTED)
    only_supported(params["features"], SUPPORTED_FEATURES, "features")
    facts = _facts(params) | {"metadata": metadata_of(params)}
    configuration = make_configuration(change, params["features"], **facts)
    emit(change, "billing_portal.configuration.created", configuration)
    return configuration


def update(change: Change, params: Json, id: str) -> Json:
    """POST /v1/billing_portal/configurations/:id"""
    only_supported(params, SUPPORTED)
    features = params.get("features", {})
    only_supported(features, SUPPORTED_FEATURES, "features")
    configuration = get(change.db, id, KIND)
    for name, feature in features.items():
        configuration["features"][name] |= _given(feature)
    configuration |= _facts(params) | {"updated": change.now}
    configuration["active"] = params.get("active", configuration["active"])
    if "metadata" in params:
        configuration["metadata"] = merged_metadata(configuration["metadata"], params)
    emit(change, "billing_portal.configuration.updated", save(change.db, configuration))
    return configuration


def _facts(params: Json) -> Json:
    facts: Json = {name: params[name] or None for name in ("default_return_url", "name") if name in params}
    if "business_profile" in params:
        blank = {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None}
        facts["business_profile"] = blank | params["business_profile"]
    return facts


def _given(feature: Json) -> Json:
    """A feature as it was asked for; an empty list comes as an empty string."""
    lists = ("allowed_updates", "default_allowed_updates", "products")
    return {name: _listed(value) if name in lists else value for name, value in feature.items()}


def _listed(value: Any) -> Any:
    return value or []


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/billing_portal/configurations/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/billing_portal/configurations"""
    equal = {name: params.get(name) for name in ("active", "is_default")}
    return page(change.db, KIND, params, url="/v1/billing_portal/configurations", equal=equal)


ROUTES = (
    Route("POST", "/billing_portal/configurations", ConfigurationCreateParams, create),
    Route("GET", "/billing_portal/configurations", ConfigurationListParams, index),
    Route("GET", "/billing_portal/configurations/<id>", ConfigurationRetrieveParams, retrieve),
    Route("POST", "/billing_portal/configurations/<id>", ConfigurationUpdateParams, update),
)
