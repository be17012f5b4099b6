"""What can be made to go wrong, and how often."""

import json
import random
import sqlite3
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]


class Endpoint(BaseModel):
    """A webhook endpoint; without a secret of its own it shares the configured one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(pattern=r"^https?://\S+$")
    secret: str | None = None


def _endpoint(value: Any) -> Any:
    return {"url": value} if isinstance(value, str) else value


class Switches(BaseModel):
    """All off, the sandbox behaves as Stripe does on a good day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    drop_answers: Share = 0
    answer_delay_seconds: float = Field(default=0, ge=0, le=60)
    seed: int = 0
    hold: bool = False
    repeat: int = Field(default=1, ge=1, le=20)
    reorder: bool = False
    delay_seconds: float = Field(default=0, ge=0, le=86400)
    endpoints: tuple[Annotated[Endpoint, BeforeValidator(_endpoint)], ...] = ()
    smtp_fail: Share = 0
    smtp_drop_after_accept: Share = 0
    clock_offset_seconds: int = Field(default=0, ge=0)
    after_last_retry: Literal["cancel", "unpaid", "past_due"] = "cancel"
    before_basil: bool = False
    unknown_in_payouts: int = Field(default=0, ge=-999_999, le=999_999)


def read_switches(db: sqlite3.Connection) -> Switches:
    """The switches as they stand."""
    row = db.execute("SELECT body FROM switches").fetchone()
    return Switches.model_validate_json(row["body"]) if row else Switches()


def set_switches(db: sqlite3.Connection, changes: dict[str, Any]) -> Switches:
    """Change the named switches and leave the others; naming `seed` starts its draws again."""
    switches = Switches.model_validate(read_switches(db).model_dump() | changes)
    body = json.dumps(switches.model_dump())
    db.execute("INSERT INTO switches VALUES (1, ?) ON CONFLICT DO UPDATE SET body = excluded.body", (body,))
    if "seed" in changes:
        db.execute("DELETE FROM draws")
    return switches


def draw(db: sqlite3.Connection, name: str, seed: int) -> random.Random:
    """The next source of chance for `name`: the same seed gives the same run, also across a restart."""
    row = db.execute(
        "INSERT INTO draws VALUES (?, 1) ON CONFLICT DO UPDATE SET drawn = drawn + 1 RETURNING drawn", (name,)
    ).fetchone()
    return random.Random(f"{seed}:{name}:{row['drawn']}")  # noqa: S311 - chance that can be repeated


def happens(db: sqlite3.Connection, name: str, share: float, seed: int) -> bool:
    """Whether what happens in `share` of all cases happens now."""
    return share > 0 and draw(db, name, seed).random() < share
