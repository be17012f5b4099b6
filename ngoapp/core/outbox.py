"""The truth about work that is still to do: a row written in the transaction that causes it.

huey only carries the news that a row is there. A row is claimed with a lease, so a worker that dies loses
nothing, tried again with growing pauses, and after the last try set aside as a dead letter for staff."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Index,
    String,
    and_,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core import clock
from ngoapp.core.db import Base, Id, insert_ignoring, session

QUEUED = "ngoapp_outbox"
MOST_ATTEMPTS = 20
LONGEST_PAUSE = timedelta(hours=3)


class GiveUp(Exception):
    """A job knows that trying again is no use; the row becomes a dead letter at once. Carries a plain code."""


class OutboxRow(Base):
    """A job by name with the ids it needs; never an address, a name or anything about health."""

    __tablename__ = "outbox_rows"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'dead', 'stopped')", name="state"),
        Index("ix_outbox_rows_waiting", "state", "available_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    refs: Mapped[dict[str, int]] = mapped_column(JSON)
    dedupe_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    created_at: Mapped[datetime]
    available_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(200))
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Claim:
    """A row that is ours to run until the lease ends."""

    row_id: int
    name: str
    refs: dict[str, int]
    attempt: int
    lease: str


def enqueue(
    name: str, *, dedupe_key: str | None = None, available_at: datetime | None = None, **refs: int
) -> bool:
    """Write a job into the present transaction. With a `dedupe_key` that was used before, nothing happens.

    Returns whether a row was written."""
    moment = clock.now()
    key = dedupe_key or f"{name}:{secrets.token_hex(16)}"
    written = insert_ignoring(
        OutboxRow,
        name=name,
        refs=refs,
        dedupe_key=key,
        state="waiting",
        created_at=moment,
        available_at=available_at or moment,
        attempts=0,
    )
    if written and (available_at is None or available_at <= moment):
        row_id = session.scalar(select(OutboxRow.id).where(OutboxRow.dedupe_key == key))
        session().info.setdefault(QUEUED, []).append(row_id)
    return written


def plan(name: str, *, at: datetime) -> None:
    """Have a job that comes round again wait for its next time: once, whoever plans it, and however the clock stands.

    Each time is named after the one before it, since a clock that goes back shows the same hour twice."""
    latest = select(OutboxRow).where(OutboxRow.name == name).order_by(OutboxRow.id.desc()).limit(1)
    last = session.scalar(latest.with_for_update())
    if last is None or last.state != "waiting":
        enqueue(name, dedupe_key=f"{name}:after-{last.id if last else 0}", available_at=at)
    elif last.available_at > at:
        last.available_at = at


def claim(row_id: int, *, lease_for: timedelta) -> Claim | None:
    """Take the row for `lease_for`, or None when it is done, not due yet or in other hands.

    A row that was taken too often and never given back is set aside: it would end one worker after another."""
    moment, lease = clock.now(), secrets.token_hex(16)
    taken = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row_id, _due(moment))
        .values(lease=lease, leased_until=moment + lease_for, attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow.name, OutboxRow.refs, OutboxRow.attempts)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        return None
    claimed = Claim(row_id, taken.name, taken.refs, taken.attempts, lease)
    if claimed.attempt > MOST_ATTEMPTS:  # it never came to fail: each time, the worker died over it
        fail(claimed, "the worker died each time", final=True)
        return None
    return claimed


def finish(claimed: Claim) -> None:
    """The job is done; a lease that somebody else has taken over since is left alone."""
    _end(claimed, state="done", ended_at=clock.now(), last_error=None)


def fail(claimed: Claim, code: str, *, final: bool = False) -> None:
    """The job did not work out: pause and try again, or set it aside. `code` says what, without personal data."""
    moment = clock.now()
    if final or claimed.attempt >= MOST_ATTEMPTS:
        _end(claimed, state="dead", ended_at=moment, last_error=code[:200])
    else:
        _end(claimed, available_at=moment + pause(claimed.attempt), last_error=code[:200])


def pause(attempt: int) -> timedelta:
    """How long to wait after the n-th try: 2 s, 4 s, 8 s … at most three hours; about a day and a half in all."""
    return min(timedelta(seconds=2**attempt), LONGEST_PAUSE)


def due(limit: int = 100) -> Sequence[int]:
    """Ids of rows that could run now, oldest first."""
    return session.scalars(
        select(OutboxRow.id).where(_due(clock.now())).order_by(OutboxRow.available_at).limit(limit)
    ).all()


def dead_letters() -> Sequence[OutboxRow]:
    """Rows that staff have to look at, oldest first."""
    return session.scalars(select(OutboxRow).where(OutboxRow.state == "dead").order_by(OutboxRow.id)).all()


def dead_count() -> int:
    """How many dead letters there are."""
    return session.scalar(select(func.count()).where(OutboxRow.state == "dead")) or 0


def retry(row: OutboxRow) -> None:
    """Give a dead letter a fresh set of tries. What is no dead letter, or no longer, is left alone: it may be done."""
    if row.state != "dead":
        return
    row.state, row.attempts, row.available_at, row.ended_at = "waiting", 0, clock.now(), None
    row.lease = row.leased_until = None
    session.flush()
    session().info.setdefault(QUEUED, []).append(row.id)


def stop(dedupe_key: str) -> bool:
    """Take back a row that has not started, as the Stop button on held mail does; whether there was one."""
    stopped = session.execute(
        update(OutboxRow)
        .where(OutboxRow.dedupe_key == dedupe_key, OutboxRow.state == "waiting", OutboxRow.attempts == 0)
        .values(state="stopped", ended_at=clock.now())
        .returning(OutboxRow.id)
    )
    return stopped.first() is not None


def pull(name: str, ref: str, ids: Collection[int]) -> list[int]:
    """Take back every waiting row of this name about one of these ids, tried or not; those in somebody's hands go on.

    `ref` is the name of the id in the row. Returns the ids that they were about."""
    moment = clock.now()
    pulled = session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.name == name,
            OutboxRow.state == "waiting",
            or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= moment),
            OutboxRow.refs[ref].as_integer().in_(ids),
        )
        .values(state="stopped", ended_at=moment)
        .returning(OutboxRow.refs)
        .execution_options(synchronize_session=False)
    )
    return [row.refs[ref] for row in pulled]


def pending(name: str, **refs: int) -> bool:
    """Whether a job of this name with exactly these ids is still on its way (waiting, not dead)."""
    rows = session.scalars(select(OutboxRow.refs).where(OutboxRow.name == name, OutboxRow.state == "waiting"))
    return any(row == refs for row in rows)


def stuck(grace: timedelta) -> Sequence[int]:
    """Ids of rows that were due more than `grace` ago and that nobody holds."""
    moment = clock.now() - grace
    return session.scalars(select(OutboxRow.id).where(_idle(moment), OutboxRow.available_at <= moment)).all()


def _due(moment: datetime):  # type: ignore[no-untyped-def]  # SQLAlchemy's own type for a clause is longer than it
    # What was to be done at once is due even when the clock has gone back since.
    at_once = and_(OutboxRow.attempts == 0, OutboxRow.available_at <= OutboxRow.created_at)
    return and_(_idle(moment), or_(OutboxRow.available_at <= moment, at_once))


def _idle(moment: datetime):  # type: ignore[no-untyped-def]  # as above
    unleased = or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= moment)
    return and_(OutboxRow.state == "waiting", unleased)


def _end(claimed: Claim, **values: object) -> None:
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == claimed.row_id, OutboxRow.lease == claimed.lease, OutboxRow.state == "waiting")
        .values(lease=None, leased_until=None, **values)
        .execution_options(synchronize_session=False)
    )
