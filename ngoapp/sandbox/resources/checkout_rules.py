"""What Stripe demands of a new checkout session."""

from ngoapp.sandbox.params.rules import (
    address_of,
    at_most,
    descriptor_of,
    email_of,
    metadata_of,
    only_supported,
    required,
)
from ngoapp.sandbox.state.errors import ParameterInvalid
from ngoapp.sandbox.state.objects import Json, get
from ngoapp.sandbox.state.world import Change

SUPPORTED = frozenset(
    {
        "allowed_payment_method_types",
        "billing_address_collection",
        "branding_settings",
        "cancel_url",
        "client_reference_id",
        "customer",
        "customer_creation",
        "customer_email",
        "excluded_payment_method_types",
        "expand",
        "expires_at",
        "integration_identifier",
        "line_items",
        "locale",
        "metadata",
        "mode",
        "origin_context",
        "payment_intent_data",
        "submit_type",
        "subscription_data",
        "success_url",
        "ui_mode",
    }
)
SUPPORTED_INTENT = frozenset(
    {"description", "metadata", "receipt_email", "statement_descriptor", "statement_descriptor_suffix"}
)
SUPPORTED_SUBSCRIPTION = frozenset(
    {"billing_cycle_anchor", "description", "metadata", "proration_behavior", "trial_end"}
)
INTENT, SUBSCRIPTION = "payment_intent_data", "subscription_data"
# What belongs to the other mode.
FOREIGN = {"payment": (SUBSCRIPTION,), "subscription": (INTENT, "customer_creation")}
SUBSCRIPTION_DESCRIPTION_LONGEST = 500
SHORTEST_TRIAL = 48 * 3600
SOONEST, LATEST = 30 * 60, 24 * 3600
DESCRIPTOR_SHORTEST = 5
REFERENCE_LONGEST = 200
DESCRIPTION_LONGEST = 1000


def check_session(change: Change, params: Json) -> None:
    """Refuse what Stripe would refuse. Raises ParameterInvalid or ResourceMissing."""
    only_supported(params, SUPPORTED)
    _check_mode(params)
    address_of(required(params, "success_url"), "success_url")
    if "cancel_url" in params:
        address_of(params["cancel_url"], "cancel_url")
    if "client_reference_id" in params:
        at_most(params["client_reference_id"], REFERENCE_LONGEST, "client_reference_id")
    _check_customer(change, params)
    metadata_of(params)
    check_intent_data(params.get(INTENT, {}))
    _check_subscription_data(change, params.get(SUBSCRIPTION, {}))
    expiry_of(change, params)


def check_intent_data(data: Json) -> None:
    """The part that goes to the payment intent."""
    only_supported(data, SUPPORTED_INTENT, INTENT)
    metadata_of(data, f"{INTENT}[metadata]")
    if "description" in data:
        at_most(data["description"], DESCRIPTION_LONGEST, f"{INTENT}[description]")
    if "receipt_email" in data:
        email_of(data["receipt_email"], f"{INTENT}[receipt_email]")
    for name in ("statement_descriptor", "statement_descriptor_suffix"):
        if name in data:
            descriptor_of(data[name], f"{INTENT}[{name}]")
    if len(data.get("statement_descriptor", "long enough")) < DESCRIPTOR_SHORTEST:
        message = f"The statement descriptor must be at least {DESCRIPTOR_SHORTEST} characters."
        raise ParameterInvalid(message, param=f"{INTENT}[statement_descriptor]")


def _check_subscription_data(change: Change, data: Json) -> None:
    only_supported(data, SUPPORTED_SUBSCRIPTION, SUBSCRIPTION)
    metadata_of(data, f"{SUBSCRIPTION}[metadata]")
    if "description" in data:
        at_most(data["description"], SUBSCRIPTION_DESCRIPTION_LONGEST, f"{SUBSCRIPTION}[description]")
    if data.get("billing_cycle_anchor", change.now + 1) <= change.now:
        message = "`billing_cycle_anchor` must be a timestamp in the future."
        raise ParameterInvalid(message, param=f"{SUBSCRIPTION}[billing_cycle_anchor]")
    if data.get("trial_end", change.now + SHORTEST_TRIAL) < change.now + SHORTEST_TRIAL:
        message = "The `trial_end` date has to be at least 2 days in the future."
        raise ParameterInvalid(message, param=f"{SUBSCRIPTION}[trial_end]")


def expiry_of(change: Change, params: Json) -> int:
    """When the session ends: half an hour to a day from now."""
    expires_at: int = params.get("expires_at", change.now + LATEST)
    if expires_at < change.now + SOONEST:
        message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
        raise ParameterInvalid(message, param="expires_at")
    if expires_at > change.now + LATEST:
        message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."
        raise ParameterInvalid(message, param="expires_at")
    return expires_at


def _check_mode(params: Json) -> None:
    mode = required(params, "mode")
    if mode not in FOREIGN:
        message = f"The sandbox does not support mode={mode} yet."
        raise ParameterInvalid(message, param="mode", code="sandbox_unsupported")
    for name in FOREIGN[mode]:
        if name in params:
            raise ParameterInvalid(f"You can not pass `{name}` in `{mode}` mode.", param=name)
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        message = "The sandbox shows the hosted page only."
        raise ParameterInvalid(message, param="ui_mode", code="sandbox_unsupported")
    if mode == "payment" and params.get("submit_type") == "subscribe":
        message = "`submit_type` can be `subscribe` in subscription mode only."
        raise ParameterInvalid(message, param="submit_type")


def _check_customer(change: Change, params: Json) -> None:
    if "customer" in params and "customer_email" in params:
        message = "You may only specify one of these parameters: customer, customer_email."
        raise ParameterInvalid(message, param="customer")
    if "customer" in params and "customer_creation" in params:
        message = "You may only specify one of these parameters: customer, customer_creation."
        raise ParameterInvalid(message, param="customer_creation")
    if "customer" in params:
        get(change.db, params["customer"], "customer", "customer")
    if "customer_email" in params:
        email_of(params["customer_email"], "customer_email")
