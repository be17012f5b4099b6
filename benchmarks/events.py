"""Webhook events through the whole app against the bare transaction: the same two rows, written by sqlite3 alone.

Events go through the WSGI app in this process, without a socket; each is signed, new, and of a kind that we use.
Both write to a SQLite file with the same settings on the same disk, and take turns."""

import hashlib
import hmac
import itertools
import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from flask import Flask

from benchmarks.figures import Figure
from benchmarks.installation import close, installation, settings_for
from ngoapp.app import create_app
from ngoapp.core.settings import DEMO_WEBHOOK_SECRET

ROUNDS, EVENTS, WARM_UP = 7, 200, 50
PRAGMAS = ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "synchronous=FULL")
INBOX = (
    "INSERT INTO webhook_events (account, event_id, type, object_id, livemode, state, reason, received_at)"
    " VALUES ('', ?, 'checkout.session.completed', ?, 0, 'new', '', ?) RETURNING id"
)
OUTBOX = (
    "INSERT INTO outbox_rows (name, refs, dedupe_key, state, attempts, created_at, available_at)"
    " VALUES ('donations.process_event', ?, ?, 'waiting', 0, ?, ?)"
)
numbers = itertools.count(1)


def figures(rounds: int = ROUNDS, events: int = EVENTS, warm_up: int = WARM_UP) -> Iterator[Figure]:
    """Events a second of both."""
    with installation() as folder, closing(_bare(folder)) as bare:
        app = create_app(settings_for(folder))
        _post(app, warm_up)
        _write(bare, warm_up)
        turns = [(events / _post(app, events), events / _write(bare, events)) for _ in range(rounds)]
        close(app)
        _check(folder, events * rounds + warm_up)
    yield Figure(
        name="webhook events",
        ours=f"{median(ours for ours, _ in turns):,.0f}/s",
        baseline=f"{median(raw for _, raw in turns):,.0f}/s raw transaction",
        ratio=median(ours / raw for ours, raw in turns),
    )


def _bare(folder: Path) -> sqlite3.Connection:
    """A copy of the app's database, opened as the app opens its own."""
    copy = sqlite3.connect(
        shutil.copy(folder / "ngoapp.sqlite3", folder / "bare.sqlite3"), isolation_level=None
    )
    for pragma in PRAGMAS:
        copy.execute(f"PRAGMA {pragma}")
    return copy


def _post(app: Flask, events: int) -> float:
    """Send so many events; how many seconds they took."""
    client, bodies = app.test_client(), [_event() for _ in range(events)]
    begun = time.perf_counter()
    for body in bodies:
        client.post("/webhooks/stripe", data=body, headers={"Stripe-Signature": _signature(body)})
    return time.perf_counter() - begun


def _write(bare: sqlite3.Connection, events: int) -> float:
    """Write so many pairs of rows; how many seconds they took."""
    begun = time.perf_counter()
    for number in itertools.islice(numbers, events):
        moment = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        bare.execute("BEGIN IMMEDIATE")
        row = bare.execute(INBOX, (f"evt_{number}", f"cs_{number}", moment)).fetchone()[0]
        refs, key = json.dumps({"event_id": row}), f"donations.process_event:{row}"
        bare.execute(OUTBOX, (refs, key, moment, moment))
        bare.execute("COMMIT")
    return time.perf_counter() - begun


def _event() -> bytes:
    number = next(numbers)
    event = {
        "id": f"evt_{number}",
        "object": "event",
        "type": "checkout.session.completed",
        "livemode": False,
        "data": {"object": {"id": f"cs_test_{number}"}},
    }
    return json.dumps(event).encode()


def _signature(body: bytes) -> str:
    moment = int(time.time())
    mac = hmac.new(DEMO_WEBHOOK_SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={mac.hexdigest()}"


def _check(folder: Path, expected: int) -> None:
    """What was not kept must not count as fast."""
    with closing(sqlite3.connect(folder / "ngoapp.sqlite3")) as kept:
        found = kept.execute("SELECT count(*) FROM webhook_events WHERE state = 'new'").fetchone()[0]
    if found != expected:
        raise RuntimeError(f"{expected} events were sent and {found} kept.")
