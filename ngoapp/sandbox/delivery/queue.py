"""The queue of deliveries in the store: what is due, and what became of it."""

import json
import sqlite3
import time
from dataclasses import dataclass

from ngoapp.sandbox.delivery.post import Outcome
from ngoapp.sandbox.state.objects import Json, get
from ngoapp.sandbox.state.switches import draw
from ngoapp.sandbox.state.world import Change

FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 0.25, 5.0
GIVE_UP_SECONDS = 3 * 86400
SHUFFLED = 1000
DUE = "state = 'pending' AND due_at <= ? AND (released OR NOT ?)"


@dataclass(frozen=True)
class Delivery:
    """One event on its way to one endpoint."""

    id: int
    url: str
    attempts: int
    created_at: float
    body: bytes


def urls_due(change: Change) -> list[str]:
    """The endpoints for which something is due."""
    rows = change.db.execute(
        f"SELECT DISTINCT url FROM deliveries WHERE {DUE}",  # noqa: S608 - a constant
        (time.time(), change.switches.hold),
    )
    return [row["url"] for row in rows]


def next_due(change: Change, url: str) -> Delivery | None:
    """What to post to this endpoint now: the oldest, or any of them when order is switched off."""
    reorder = change.switches.reorder
    rows = change.db.execute(
        f"SELECT * FROM deliveries WHERE {DUE} AND url = ? ORDER BY due_at, id LIMIT ?",  # noqa: S608 - a constant
        (time.time(), change.switches.hold, url, SHUFFLED if reorder else 1),
    ).fetchall()
    if not rows:
        return None
    row = draw(change.db, "reorder", change.switches.seed).choice(rows) if reorder else rows[0]
    event = get(change.db, row["event_id"], "event")
    return Delivery(row["id"], url, row["attempts"], row["created_at"], json.dumps(event, indent=2).encode())


def record(change: Change, delivery: Delivery, outcome: Outcome) -> None:
    """Note an attempt: delivered, to be tried again later, or given up after three days."""
    now = time.time()
    waited = min(FIRST_RETRY_SECONDS * 2**delivery.attempts, LONGEST_RETRY_SECONDS)
    given_up = now - delivery.created_at > GIVE_UP_SECONDS
    state = "delivered" if outcome.accepted else "failed" if given_up else "pending"
    change.db.execute(
        "UPDATE deliveries SET state = ?, attempts = attempts + 1, due_at = ?, delivered_at = ?,"
        " last_status = ?, last_error = ? WHERE id = ?",
        (state, now + waited, now if outcome.accepted else None, outcome.status, outcome.error, delivery.id),
    )


def release(change: Change, event_ids: list[str] | None = None) -> int:
    """Let held deliveries go now: all of them, or those of the named events. Answers how many."""
    where, values = "state = 'pending'", []
    if event_ids is not None:
        where, values = f"{where} AND event_id IN ({', '.join('?' * len(event_ids))})", event_ids
    now = time.time()
    return change.db.execute(
        f"UPDATE deliveries SET released = 1, due_at = ? WHERE {where}",  # noqa: S608 - question marks only
        (now, *values),
    ).rowcount


def deliveries_of(db: sqlite3.Connection, event_id: str) -> list[Json]:
    """The deliveries of one event, oldest first."""
    rows = db.execute(
        "SELECT id, url, state, attempts, due_at, delivered_at, last_status, last_error FROM deliveries"
        " WHERE event_id = ? ORDER BY id",
        (event_id,),
    )
    return [dict(row) for row in rows]
