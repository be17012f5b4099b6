"""Answering /v1: the way of a request from its key to its logged answer."""

import re
import socket
import time
from collections.abc import Callable

import stripe
from flask import Blueprint, Response, current_app, jsonify, request

from ngoapp.sandbox.api.expand import expand
from ngoapp.sandbox.api.idempotency import Attempt, Idempotency, Reply
from ngoapp.sandbox.api.requests import Asked, log_request
from ngoapp.sandbox.api.resources import RESOURCES
from ngoapp.sandbox.params.brackets import nest
from ngoapp.sandbox.params.schema import read
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.errors import KeyRejected, ParameterInvalid, StripeError, UnknownUrl, status_of
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json
from ngoapp.sandbox.state.shapes import shown
from ngoapp.sandbox.state.switches import happens, read_switches
from ngoapp.sandbox.state.world import World

METHODS = ("GET", "POST", "DELETE", "PUT", "PATCH")
TEST_KEY = re.compile(r"[sr]k_test_\w{1,200}", re.ASCII)


def make_api(world: World) -> Blueprint:
    """The blueprint that speaks Stripe's API."""
    api = Blueprint("api", __name__, url_prefix="/v1")
    keys = Idempotency(world.store)
    for route in (route for resource in RESOURCES for route in resource.ROUTES):
        name = f"{route.act.__module__.rpartition('.')[2]}_{route.act.__name__}"
        view = _view(world, keys, route)
        api.add_url_rule(route.path, name, view, methods=[route.method], provide_automatic_options=False)
    unknown = _view(world, keys, None)
    api.add_url_rule("/<path:rest>", "unknown", unknown, methods=METHODS, provide_automatic_options=False)
    return api


def _view(world: World, keys: Idempotency, route: Route | None) -> Callable[..., Response]:
    def view(**names: str) -> Response:
        asked = _asked()
        try:
            _authenticate()
            asked = _with_params(asked)
            if route is None:
                raise UnknownUrl(asked.method, asked.path)
            with keys.claim(asked.idempotency_key):
                reply = _answer(world, keys, route, asked, names)
                return _send(world, asked, reply)
        except StripeError as refusal:
            return _send(world, asked, Reply(refusal.status, refusal.body(), asked.request_id))

    return view


def _asked() -> Asked:
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    return Asked(request.method, request.path, {}, new_id("req", 14), key or None)


def _authenticate() -> None:
    given = request.authorization
    key = (given.token or given.username) if given else None
    if not key:
        raise KeyRejected(
            "You did not provide an API key. Use HTTP Bearer or Basic authorization with a test key."
        )
    if not TEST_KEY.fullmatch(key):
        raise KeyRejected("Invalid API Key provided: the sandbox takes keys that begin with sk_test_.")


def _with_params(asked: Asked) -> Asked:
    if asked.method == "POST" and request.mimetype not in ("application/x-www-form-urlencoded", ""):
        raise ParameterInvalid("Invalid request: send the parameters form-encoded.")
    fields = request.form if asked.method == "POST" else request.args
    return Asked(
        asked.method, asked.path, nest(fields.items(multi=True)), asked.request_id, asked.idempotency_key
    )


def _answer(world: World, keys: Idempotency, route: Route, asked: Asked, names: dict[str, str]) -> Reply:
    def act() -> Json:
        params = read(route.params, asked.params)
        with world.change(
            request_id=asked.request_id,
            idempotency_key=asked.idempotency_key,
            site=request.host_url.rstrip("/"),
        ) as change:
            answer = shown(change, route.act(change, params, **names))
            return expand(change, answer, params.get("expand", []))

    if asked.idempotency_key:
        attempt = Attempt(
            asked.idempotency_key, f"{asked.method} {asked.path}", asked.params, asked.request_id
        )
        return keys.once(attempt, act)
    answer = act()
    return Reply(status_of(answer), answer, asked.request_id)


def _send(world: World, asked: Asked, reply: Reply) -> Response:
    with world.store.transaction() as db:
        switches = read_switches(db)
        drop = asked.method != "GET" and happens(db, "drop_answers", switches.drop_answers, switches.seed)
        log_request(db, asked, status=reply.status, replayed=reply.replayed, answered=not drop)
    if switches.answer_delay_seconds:
        time.sleep(switches.answer_delay_seconds)
    if drop:
        return _hang_up()
    answer = jsonify(reply.body)
    answer.status_code = reply.status
    answer.headers["Request-Id"] = asked.request_id
    answer.headers["Stripe-Version"] = request.headers.get("Stripe-Version", stripe.api_version)
    if asked.idempotency_key:
        answer.headers["Idempotency-Key"] = asked.idempotency_key
    if reply.replayed:
        answer.headers["Idempotent-Replayed"] = "true"
        answer.headers["Original-Request"] = reply.request_id
    return answer


def _hang_up() -> Response:
    """Close the connection under the client's feet: it cannot know that its request was done."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.shutdown(socket.SHUT_RDWR)
    return current_app.response_class(status=500)
