"""Events and their deliveries, for people and for scripts."""

from flask import Blueprint, Response, jsonify, render_template, request

from ngoapp.sandbox.delivery.queue import deliveries_of, release
from ngoapp.sandbox.pages.answers import done, refused
from ngoapp.sandbox.pages.here import world
from ngoapp.sandbox.state.events import queue
from ngoapp.sandbox.state.objects import Json, every, get
from ngoapp.sandbox.state.world import Change

pages = Blueprint("events", __name__)


@pages.get("/events")
def index() -> str:
    """All events."""
    with world().change() as change:
        hold = change.switches.hold
        return render_template("events.html", events=_all(change), hold=hold, endpoints=change.endpoints)


@pages.get("/events.json")
def index_json() -> Response:
    """All events with their deliveries, newest first."""
    with world().change() as change:
        return jsonify(_all(change))


@pages.get("/events/<id>")
def show(id: str) -> str:
    """One event."""
    with world().change() as change:
        event = get(change.db, id, "event")
        return render_template("event.html", event=event, deliveries=deliveries_of(change.db, id))


@pages.post("/events/<id>/resend")
def resend(id: str) -> Response:
    """Send an event to every endpoint once more."""
    with world().change() as change:
        get(change.db, id, "event")
        queue(change, id, released=True)
        return done({"resent": id}, "events.show", id=id)


@pages.post("/events/release")
def release_held() -> Response:
    """Let held events go: all of them, or those named in `events`."""
    wanted = request.get_json(silent=True) or {}
    ids = wanted.get("events") if isinstance(wanted, dict) else None
    if ids is not None and not (isinstance(ids, list) and all(isinstance(id, str) for id in ids)):
        return refused("`events` must be a list of event ids.", 400)
    with world().change() as change:
        return done({"released": release(change, ids)}, "events.index")


def _all(change: Change) -> list[Json]:
    return [
        {
            "id": event["id"],
            "type": event["type"],
            "created": event["created"],
            "object": event["data"]["object"].get("id"),
            "deliveries": deliveries_of(change.db, event["id"]),
        }
        for event in every(change.db, "event")
    ]
