"""Billing portal sessions: a page for one payer, or one thing that the payer is to do there."""

from stripe.params.billing_portal import SessionCreateParams

from ngoapp.sandbox.params.rules import address_of, only_supported, required
from ngoapp.sandbox.resources.portal_configurations import KIND as CONFIGURATION
from ngoapp.sandbox.resources.portal_configurations import usual_configuration
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.resources.subscriptions import ENDED
from ngoapp.sandbox.state.errors import NotPossible, ParameterInvalid
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, find, get, save
from ngoapp.sandbox.state.world import Change

KIND = "billing_portal.session"
SUPPORTED = frozenset({"configuration", "customer", "expand", "flow_data", "locale", "return_url"})
# What a flow is about, and the feature that has to be on for it.
FLOWS = {
    "payment_method_update": None,
    "subscription_cancel": "subscription_cancel",
    "subscription_update": "subscription_update",
}
FLOW = "flow_data"


def create(change: Change, params: Json) -> Json:
    """POST /v1/billing_portal/sessions"""
    only_supported(params, SUPPORTED)
    customer = get(change.db, required(params, "customer"), "customer", "customer")
    configuration = _configuration(change, params)
    return_url = params.get("return_url", configuration["default_return_url"])
    if return_url:
        address_of(return_url, "return_url")
    flow = _flow(change, params[FLOW], customer, configuration) if FLOW in params else None
    id = new_id("bps")
    session = {
        "id": id,
        "object": KIND,
        "after_expiration": None,
        "configuration": configuration["id"],
        "created": change.now,
        "customer": customer["id"],
        "customer_account": None,
        "flow": flow,
        "livemode": False,
        "locale": params.get("locale"),
        "on_behalf_of": None,
        "return_url": return_url,
        "url": f"{change.site}/p/{id}",
    }
    emit(change, "billing_portal.session.created", save(change.db, session))
    return session


def _configuration(change: Change, params: Json) -> Json:
    if "configuration" not in params:
        return usual_configuration(change)
    configuration = get(change.db, params["configuration"], CONFIGURATION, "configuration")
    if not configuration["active"]:
        raise NotPossible("This configuration is inactive.", param="configuration")
    return configuration


def _flow(change: Change, data: Json, customer: Json, configuration: Json) -> Json:
    type = data["type"]
    if type not in FLOWS:
        message = f"The sandbox does not support the flow {type} yet."
        raise ParameterInvalid(message, param=f"{FLOW}[type]", code="sandbox_unsupported")
    if not configuration["features"][type]["enabled"]:
        message = f"This flow needs `features[{type}]` to be enabled in the portal's configuration."
        raise ParameterInvalid(message, param=f"{FLOW}[type]")
    return {
        "after_completion": _after(data.get("after_completion", {"type": "portal_homepage"})),
        "customer_update": None,
        "subscription_cancel": None,
        "subscription_pause": None,
        "subscription_update": None,
        "subscription_update_confirm": None,
        "type": type,
        **({type: _subject(change, data, customer, type)} if FLOWS[type] else {}),
    }


def _subject(change: Change, data: Json, customer: Json, type: str) -> Json:
    asked = required(data, type, f"{FLOW}[{type}]")
    only_supported(asked, frozenset({"subscription"}), f"{FLOW}[{type}]")
    param = f"{FLOW}[{type}][subscription]"
    subscription = find(change.db, asked["subscription"], "subscription")
    if subscription is None or subscription["customer"] != customer["id"]:
        raise ParameterInvalid(f"No such subscription: '{asked['subscription']}'", param=param)
    if subscription["status"] in ENDED:
        raise ParameterInvalid(f"This subscription is {subscription['status']}.", param=param)
    retention = {"retention": None} if type == "subscription_cancel" else {}
    return retention | {"subscription": subscription["id"]}


def _after(asked: Json) -> Json:
    type = asked["type"]
    if type != "portal_homepage" and type not in asked:
        param = f"{FLOW}[after_completion][{type}]"
        raise ParameterInvalid(f"Missing required param: {param}.", param=param, code="parameter_missing")
    if type == "redirect":
        address_of(asked["redirect"]["return_url"], f"{FLOW}[after_completion][redirect][return_url]")
    return {"hosted_confirmation": None, "redirect": None, **asked}


ROUTES = (Route("POST", "/billing_portal/sessions", SessionCreateParams, create),)
