"""The dashboard's start page, the switches, the log of requests, and starting afresh."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from pydantic import ValidationError

from ngoapp.sandbox.api.requests import requests_newest_first
from ngoapp.sandbox.pages.answers import done, go_to, refused
from ngoapp.sandbox.pages.here import world
from ngoapp.sandbox.state.switches import read_switches, set_switches

CHECKBOXES = ("hold", "reorder", "before_basil")
SHOWN_REQUESTS = 200
RESET_PATIENCE_SECONDS = 10
pages = Blueprint("control", __name__)


@pages.get("/")
def home() -> str:
    """What there is, in numbers."""
    with world().store.transaction() as db:
        kinds = {
            row["kind"]: row["n"]
            for row in db.execute("SELECT kind, count(*) AS n FROM objects GROUP BY kind")
        }
        kinds["message"] = db.execute("SELECT count(*) FROM messages").fetchone()[0]
        kinds["request"] = db.execute("SELECT count(*) FROM requests").fetchone()[0]
        waiting = db.execute("SELECT count(*) FROM deliveries WHERE state = 'pending'").fetchone()[0]
        switched = read_switches(db).model_dump(exclude_defaults=True)
    return render_template(
        "home.html", kinds=kinds, waiting=waiting, switched=switched, config=world().config
    )


@pages.get("/switches")
def switches() -> str:
    """The form with all switches."""
    with world().store.transaction() as db:
        return render_template("switches.html", switches=read_switches(db))


@pages.post("/switches")
def change_switches() -> Response:
    """Set the switches as the form was filled in."""
    return _change(_typed(), "page")


@pages.get("/switches.json")
def switches_json() -> Response:
    """The switches as they stand."""
    with world().store.transaction() as db:
        return jsonify(read_switches(db).model_dump())


@pages.post("/switches.json")
def change_switches_json() -> Response:
    """Change the switches that are named."""
    wanted = request.get_json(silent=True)
    if not isinstance(wanted, dict):
        return refused("Send the switches to change as a JSON object.", 400)
    return _change(wanted, "json")


@pages.get("/requests")
def requests() -> str:
    """The latest requests to the API."""
    with world().store.transaction() as db:
        return render_template("requests.html", requests=requests_newest_first(db, SHOWN_REQUESTS))


@pages.get("/requests.json")
def requests_json() -> Response:
    """Every request to the API, newest first."""
    with world().store.transaction() as db:
        return jsonify(requests_newest_first(db))


@pages.post("/reset")
def reset() -> Response:
    """Forget everything; no event from before arrives after the answer."""
    world().store.clear()
    world().deliveries.wait_until_none(RESET_PATIENCE_SECONDS)
    return done({"reset": True}, "control.home")


def _typed() -> dict[str, Any]:
    typed: dict[str, Any] = {name: value.strip() for name, value in request.form.items() if value.strip()}
    typed |= {name: name in request.form for name in CHECKBOXES}
    typed["endpoints"] = request.form.get("endpoints", "").split()
    return typed


def _change(changes: dict[str, Any], asked_by: str) -> Response:
    try:
        with world().store.transaction() as db:
            switches = set_switches(db, changes)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        return refused(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", 400)
    world().stirred.set()
    return go_to("/switches") if asked_by == "page" else jsonify(switches.model_dump())
