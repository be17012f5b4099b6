"""The audit for readers: entries with the names that they leave out."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, not_, or_, select

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


def audit_page(number: int, *, with_packets: bool) -> Page[Line]:
    """A page of the audit, newest first, with the names of staff.

    What happens at the packet desk is about health, by its minute alone: it is for those who work there."""
    chosen = select(AuditEntry).order_by(AuditEntry.seq.desc())
    page = page_of(chosen if with_packets else chosen.where(not_(_of_packets())), number, size=PAGE)
    names = staff_names(row.actor_id for row in page.items if row.actor_kind == "staff")
    return replace(page, items=[_line(row, names) for row in page.items])


def _of_packets() -> ColumnElement[bool]:
    kind, action = AuditEntry.subject_kind, AuditEntry.action
    return or_(
        *(kind.startswith(room, autoescape=True) for room in ("packet_", "call_")),
        action.startswith("packet_", autoescape=True),
    )


def _line(row: AuditEntry, names: dict[int, str]) -> Line:
    who = names.get(row.actor_id or 0, "Staff") if row.actor_kind == "staff" else row.actor_kind.capitalize()
    action = row.action.replace(".", ": ").replace("_", " ")
    return Line(row.seq, row.at, who, action, f"{row.subject_kind} {row.subject_id}")
