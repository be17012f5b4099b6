"""Events, as the API lists them."""

from typing import Any

from stripe.params import EventListParams, EventRetrieveParams

from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.errors import ParameterInvalid
from ngoapp.sandbox.state.events import pending_webhooks
from ngoapp.sandbox.state.objects import Json, get, page
from ngoapp.sandbox.state.world import Change

KIND = "event"
TYPE = "json_extract(body, '$.type')"
UNDELIVERED = "EXISTS (SELECT 1 FROM deliveries d WHERE d.event_id = objects.id AND d.state != 'delivered')"
MOST_TYPES = 20


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/events/:id"""
    return _current(change, get(change.db, id, KIND))


def index(change: Change, params: Json) -> Json:
    """GET /v1/events"""
    found = page(change.db, KIND, params, url="/v1/events", extra=_filter(params))
    return found | {"data": [_current(change, event) for event in found["data"]]}


def _current(change: Change, event: Json) -> Json:
    return event | {"pending_webhooks": pending_webhooks(change.db, event["id"])}


def _filter(params: Json) -> tuple[str, list[Any]]:
    if "type" in params and "types" in params:
        raise ParameterInvalid("You may pass either `type` or `types`, but not both.", param="types")
    conditions, values = ["1"], []
    if "type" in params:
        conditions.append(f"{TYPE} GLOB ?")
        values.append(params["type"].replace("[", "[[]").replace("?", "[?]"))
    if "types" in params:
        if len(params["types"]) > MOST_TYPES:
            raise ParameterInvalid(f"You may pass up to {MOST_TYPES} types.", param="types")
        conditions.append(f"{TYPE} IN ({', '.join('?' * len(params['types']))})")
        values += params["types"]
    if "delivery_success" in params:
        conditions.append(f"NOT {UNDELIVERED}" if params["delivery_success"] else UNDELIVERED)
    return " AND ".join(conditions), values


ROUTES = (
    Route("GET", "/events", EventListParams, index),
    Route("GET", "/events/<id>", EventRetrieveParams, retrieve),
)
