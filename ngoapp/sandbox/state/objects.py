"""API objects: kept as the JSON that Stripe would answer with, listed newest first."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from ngoapp.sandbox.state.errors import ParameterInvalid, ResourceMissing

Json = dict[str, Any]
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def save(db: sqlite3.Connection, body: Json, private: Json | None = None) -> Json:
    """Insert or replace an object; `private` is what it remembers and never shows."""
    db.execute(
        "INSERT INTO objects (id, kind, created, body, private) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        (body["id"], body["object"], body["created"], json.dumps(body), json.dumps(private or {})),
    )
    return body


def find(db: sqlite3.Connection, id: str, kind: str | None = None) -> Json | None:
    """The object with this id, if there is one of that kind."""
    row = db.execute(
        "SELECT body FROM objects WHERE id = ? AND kind = coalesce(?, kind)", (id, kind)
    ).fetchone()
    return _object(row["body"]) if row else None


def get(db: sqlite3.Connection, id: str, kind: str, param: str = "id") -> Json:
    """The object with this id. Raises ResourceMissing."""
    found = find(db, id, kind)
    if found is None:
        raise ResourceMissing(kind, id, param)
    return found


def private_of(db: sqlite3.Connection, id: str) -> Json:
    """What an object remembers and never shows."""
    return _object(db.execute("SELECT private FROM objects WHERE id = ?", (id,)).fetchone()["private"])


def remember(db: sqlite3.Connection, id: str, **facts: Any) -> None:
    """Let an object remember more than it shows."""
    private = json.dumps(private_of(db, id) | facts)
    db.execute("UPDATE objects SET private = ? WHERE id = ?", (private, id))


def every(db: sqlite3.Connection, kind: str, **equal: Any) -> list[Json]:
    """All objects of a kind whose fields equal these values, newest first."""
    where, values = _conditions(kind, equal, None)
    query = f"SELECT body FROM objects WHERE {where} ORDER BY seq DESC"  # noqa: S608 - fields that we name
    rows = db.execute(query, values)
    return [_object(row["body"]) for row in rows]


def page(
    db: sqlite3.Connection,
    kind: str,
    params: Mapping[str, Any],
    *,
    url: str,
    equal: Mapping[str, Any] | None = None,
    extra: tuple[str, list[Any]] | None = None,
) -> Json:
    """One page of a list, by Stripe's cursors. `extra` is one more condition and its values."""
    where, values = _conditions(kind, equal or {}, params.get("created"))
    if extra:
        where, values = f"{where} AND {extra[0]}", values + extra[1]
    backwards = "ending_before" in params
    cursor = params.get("ending_before") or params.get("starting_after")
    if cursor:
        where += f" AND seq {'>' if backwards else '<'} ?"
        values = [*values, _position(db, kind, cursor, "ending_before" if backwards else "starting_after")]
    limit = _limit(params)
    order = "ASC" if backwards else "DESC"
    query = f"SELECT body FROM objects WHERE {where} ORDER BY seq {order} LIMIT ?"  # noqa: S608 - as above
    rows = db.execute(query, [*values, limit + 1])
    found = [_object(row["body"]) for row in rows]
    data = found[:limit]
    return {
        "object": "list",
        "data": data[::-1] if backwards else data,
        "has_more": len(found) > limit,
        "url": url,
    }


def _object(text: str) -> Json:
    body: Json = json.loads(text)
    return body


def _conditions(kind: str, equal: Mapping[str, Any], created: Any) -> tuple[str, list[Any]]:
    parts, values = ["kind = ?"], [kind]
    for field, value in equal.items():
        if value is not None:
            parts.append(f"json_extract(body, '$.{field}') = ?")
            values.append(value)
    bounds = (
        created if isinstance(created, dict) else {} if created is None else {"gte": created, "lte": created}
    )
    for name, value in bounds.items():
        parts.append(f"created {COMPARISONS[name]} ?")
        values.append(value)
    return " AND ".join(parts), values


def _position(db: sqlite3.Connection, kind: str, id: str, param: str) -> int:
    row = db.execute("SELECT seq FROM objects WHERE id = ? AND kind = ?", (id, kind)).fetchone()
    if row is None:
        raise ResourceMissing(kind, id, param)
    return int(row["seq"])


def _limit(params: Mapping[str, Any]) -> int:
    limit = int(params.get("limit", 10))
    if not 1 <= limit <= 100:
        raise ParameterInvalid("Invalid limit: it must be between 1 and 100.", param="limit")
    return limit
