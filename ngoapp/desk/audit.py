"""The audit for readers: entries with the names that they leave out."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from ngoapp.accounts.queries import staff_names
from ngoapp.core.audit import AuditEntry
from ngoapp.core.pages import Page, page_of

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One entry: who did what to which row."""

    seq: int
    at: datetime
    who: str
    action: str
    subject: str


def audit_page(number: int) -> Page[Line]:
    """A page of the audit, newest first, with the names of staff."""
    page = page_of(select(AuditEntry).order_by(AuditEntry.seq.desc()), number, size=PAGE)
    names = staff_names(row.actor_id for row in page.items if row.actor_kind == "staff")
    return replace(page, items=[_line(row, names) for row in page.items])


def _line(row: AuditEntry, names: dict[int, str]) -> Line:
    who = names.get(row.actor_id or 0, "Staff") if row.actor_kind == "staff" else row.actor_kind.capitalize()
    action = row.action.replace(".", ": ").replace("_", " ")
    return Line(row.seq, row.at, who, action, f"{row.subject_kind} {row.subject_id}")
