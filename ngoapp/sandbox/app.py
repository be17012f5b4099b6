"""The sandbox's own Flask app."""

import json
from datetime import UTC, datetime

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from ngoapp.sandbox.api.views import make_api
from ngoapp.sandbox.money import format_money
from ngoapp.sandbox.pages import (
    checkout,
    control,
    events,
    inbox,
    invoices,
    payments,
    payouts,
    portal,
    subscriptions,
)
from ngoapp.sandbox.pages.answers import refused
from ngoapp.sandbox.pages.here import NAME
from ngoapp.sandbox.state.errors import StripeError
from ngoapp.sandbox.state.world import World

PAGES = (checkout, control, events, inbox, invoices, payments, payouts, portal, subscriptions)
LARGEST_BODY = 1024 * 1024


def make_app(world: World) -> Flask:
    """Put the parts together."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's default provider has it
    app.extensions[NAME] = world
    app.register_blueprint(make_api(world))
    for part in PAGES:
        app.register_blueprint(part.pages)
    app.jinja_env.filters["money"] = format_money
    app.jinja_env.filters["moment"] = _moment
    app.before_request(_refuse_other_sites)
    app.after_request(_guard)
    app.register_error_handler(StripeError, _explain)
    app.register_error_handler(HTTPException, _explain_http)
    return app


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _refuse_other_sites() -> Response | None:
    """Another site's page must not press our buttons; scripts send no such header."""
    if request.method != "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        return refused("This button belongs to the sandbox's own pages.", 403)
    return None


def _guard(answer: Response) -> Response:
    usual = (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none';"
        f" frame-ancestors 'none'; form-action 'self' {g.get('form_targets', '')}"
    )
    answer.headers["Content-Security-Policy"] = g.get("policy", usual)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _explain(refusal: StripeError) -> Response:
    return refused(refusal.message, refusal.status)


def _explain_http(problem: HTTPException) -> Response:
    if request.path.startswith("/v1/"):
        error = {"message": problem.description, "type": "api_error"}
        return Response(json.dumps({"error": error}), problem.code, mimetype="application/json")
    return refused(problem.description or problem.name, problem.code or 500)
