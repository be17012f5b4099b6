"""Events: what happened, as Stripe would tell it, and the deliveries that it causes."""

import sqlite3
import time

import stripe

from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, save
from ngoapp.sandbox.state.shapes import shown
from ngoapp.sandbox.state.world import Change

BEFORE_BASIL = "2025-02-24.acacia"


def emit(change: Change, type: str, subject: Json, previous: Json | None = None) -> Json:
    """Record an event about `subject` as it is now and queue it for every endpoint."""
    data: Json = {"object": shown(change, subject)} | ({"previous_attributes": previous} if previous else {})
    event = save(
        change.db,
        {
            "id": new_id("evt"),
            "object": "event",
            "api_version": BEFORE_BASIL if change.switches.before_basil else stripe.api_version,
            "created": change.now,
            "data": data,
            "livemode": False,
            "pending_webhooks": len(change.endpoints),
            "request": {"id": change.request_id, "idempotency_key": change.idempotency_key},
            "type": type,
        },
    )
    queue(change, event["id"])
    return event


def queue(change: Change, event_id: str, *, released: bool = False) -> None:
    """Queue an event for every endpoint, as often as the switches say; a released one is not held back."""
    now = time.time()
    due = now if released else now + change.switches.delay_seconds
    for endpoint in change.endpoints:
        for _ in range(1 if released else change.switches.repeat):
            change.db.execute(
                "INSERT INTO deliveries (event_id, url, released, created_at, due_at) VALUES (?, ?, ?, ?, ?)",
                (event_id, endpoint.url, released, now, due),
            )


def pending_webhooks(db: sqlite3.Connection, event_id: str) -> int:
    """How many endpoints have not yet answered for this event."""
    row = db.execute(
        "SELECT count(DISTINCT url) AS n FROM deliveries WHERE event_id = ? AND state != 'delivered'",
        (event_id,),
    ).fetchone()
    return int(row["n"])
