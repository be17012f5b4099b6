"""The audit for readers: entries with the names that they leave out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ngoapp.accounts.models import User
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import session

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One entry: who did what to which row."""

    seq: int
    at: datetime
    who: str
    action: str
    subject: str


@dataclass(frozen=True)
class Page:
    """Fifty entries; `number` counts from 1, `total` are all entries."""

    items: Sequence[Line]
    number: int
    total: int

    @property
    def has_next(self) -> bool:
        """Whether older ones follow."""
        return self.number * PAGE < self.total

    @property
    def has_previous(self) -> bool:
        """Whether newer ones come before."""
        return self.number > 1


def audit_page(number: int) -> Page:
    """A page of the audit, newest first, with the names of staff."""
    rows = session.scalars(
        select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(PAGE).offset((number - 1) * PAGE)
    ).all()
    staff_ids = {row.actor_id for row in rows if row.actor_kind == "staff"}
    names = {user.id: user.name for user in session.scalars(select(User).where(User.id.in_(staff_ids)))}
    total = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    return Page([_line(row, names) for row in rows], number, total)


def _line(row: AuditEntry, names: dict[int, str]) -> Line:
    who = names.get(row.actor_id or 0, "Staff") if row.actor_kind == "staff" else row.actor_kind.capitalize()
    action = row.action.replace(".", ": ").replace("_", " ")
    return Line(row.seq, row.at, who, action, f"{row.subject_kind} {row.subject_id}")
