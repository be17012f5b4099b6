"""The log of every API request: what was asked, and whether the answer was sent."""

import json
import sqlite3
import time
from dataclasses import dataclass

from ngoapp.sandbox.state.objects import Json

KEPT = 5000


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    params: Json
    request_id: str
    idempotency_key: str | None


def log_request(db: sqlite3.Connection, asked: Asked, *, status: int, replayed: bool, answered: bool) -> None:
    """Remember a request and its outcome; the oldest make room."""
    db.execute(
        "INSERT INTO requests (at, method, path, params, idempotency_key, request_id, status, replayed, answered)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            time.time(),
            asked.method,
            asked.path,
            json.dumps(asked.params),
            asked.idempotency_key,
            asked.request_id,
            status,
            replayed,
            answered,
        ),
    )
    db.execute("DELETE FROM requests WHERE seq <= (SELECT max(seq) FROM requests) - ?", (KEPT,))


def requests_newest_first(db: sqlite3.Connection, limit: int = KEPT) -> list[Json]:
    """The log, newest first."""
    rows = db.execute("SELECT * FROM requests ORDER BY seq DESC LIMIT ?", (limit,))
    return [
        {
            "time": row["at"],
            "method": row["method"],
            "path": row["path"],
            "params": json.loads(row["params"]),
            "idempotency_key": row["idempotency_key"],
            "request_id": row["request_id"],
            "status": row["status"],
            "replayed": bool(row["replayed"]),
            "answered": bool(row["answered"]),
        }
        for row in rows
    ]
