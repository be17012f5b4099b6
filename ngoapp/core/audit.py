"""Who did what: entries that are only ever added, each sealed with the hash of the one before.

An entry names rows by kind and id and carries no personal data; the desk resolves names when it shows one."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ngoapp.core import clock
from ngoapp.core.db import Base, Id, before_commit, insert_ignoring, session

PENDING = "ngoapp_audit"
GENESIS = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who acts: `staff` with a user's id, `job` with an outbox row's, or `visitor` and `system` with none."""

    kind: str
    id: int | None = None


actor: ContextVar[Actor] = ContextVar("actor", default=Actor("system"))


class AuditEntry(Base):
    """One thing that was done. The database refuses to change or delete it."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_kind", "subject_id"),)

    seq: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(Id)
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(Id)
    detail: Mapped[dict[str, str | int]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """Where the chain ends; one row, locked last in each transaction that adds to it."""

    __tablename__ = "audit_heads"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Id)
    hash: Mapped[str] = mapped_column(String(64))


@contextmanager
def acting_as(who: Actor) -> Iterator[None]:
    """Let what the block does be entered under `who`."""
    token = actor.set(who)
    try:
        yield
    finally:
        actor.reset(token)


def record(action: str, subject: Base, **detail: str | int) -> None:
    """Enter `action` on `subject` (a flushed row) when the transaction ends. `detail`: ids, states, counts only."""
    subject_id: int = subject.id  # type: ignore[attr-defined]  # every audited model has a whole-numbered id
    session().info.setdefault(PENDING, []).append(
        {"action": action, "subject_kind": subject.__tablename__, "subject_id": subject_id, "detail": detail}
    )


def _seal(current: Session) -> None:
    pending = current.info.pop(PENDING, [])
    if not pending:
        return
    current.flush()
    insert_ignoring(AuditHead, id=1, seq=0, hash=GENESIS)
    head = current.execute(select(AuditHead).with_for_update()).scalar_one()
    current.refresh(head)
    who = actor.get()
    for entry in pending:
        row = AuditEntry(
            **entry,
            seq=head.seq + 1,
            at=clock.now(),
            actor_kind=who.kind,
            actor_id=who.id,
            previous_hash=head.hash,
        )
        row.hash = fingerprint(row)
        head.seq, head.hash = row.seq, row.hash
        current.add(row)
    current.flush()


def fingerprint(entry: AuditEntry) -> str:
    """SHA-256 over everything the entry says and the hash before it."""
    content = [
        entry.previous_hash,
        entry.seq,
        entry.at.isoformat(),
        entry.actor_kind,
        entry.actor_id,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.detail,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def broken_links() -> Iterator[str]:
    """A sentence for each place where the chain is not whole."""
    seq, previous = 0, GENESIS
    for entry in session.scalars(
        select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=500)
    ):
        seq += 1
        if entry.seq != seq:
            yield f"audit: entry {seq} is missing"
            seq = entry.seq
        if entry.previous_hash != previous or fingerprint(entry) != entry.hash:
            yield f"audit: entry {entry.seq} does not match its hash"
        previous = entry.hash
    head = session.get(AuditHead, 1)
    if (head.seq, head.hash) != (seq, previous) if head else seq:
        yield "audit: the last entries are missing"


before_commit(_seal)
