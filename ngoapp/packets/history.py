"""What was done with a request, by whom and why: from the audit, in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ngoapp.accounts.models import User
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import session
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.states import REASONS, WORDS
from ngoapp.packets.wording import CHANNELS

PREFIX = "packet_request."
DONE = {
    "received": "Taken in",
    "corrected": "Corrected",
    "weighed": "Held against an earlier request",
    "erased": "The person was erased",
}
OTHERS = {"visitor": "by the asker", "job": "by itself", "system": "by itself"}


@dataclass(frozen=True)
class Line:
    """One thing that was done: when, what, why, and by whom."""

    at: datetime
    what: str
    why: str
    who: str


def history(request: PacketRequest) -> list[Line]:
    """Everything that was done with the request, oldest first; who merely looked at it is left out."""
    told = [PREFIX + done for done in (*DONE, *WORDS)]
    entries = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == PacketRequest.__tablename__,
            AuditEntry.subject_id == request.id,
            AuditEntry.action.in_(told),
        )
        .order_by(AuditEntry.seq)
    ).all()
    names = _names(entries)
    return [_line(entry, names) for entry in entries]


def _line(entry: AuditEntry, names: Mapping[int, str]) -> Line:
    done = entry.action.removeprefix(PREFIX)
    staff = names.get(entry.actor_id or 0) if entry.actor_kind == "staff" else None
    return Line(
        at=entry.at,
        what=DONE.get(done) or WORDS[done],
        why=_why(entry.detail),
        who=f"by {staff}" if staff else OTHERS.get(entry.actor_kind, ""),
    )


def _why(detail: Mapping[str, str | int]) -> str:
    if "channel" in detail:
        return CHANNELS[str(detail["channel"])]
    return REASONS.get(str(detail.get("reason", "")), "")


def _names(entries: Sequence[AuditEntry]) -> dict[int, str]:
    ids = {entry.actor_id for entry in entries if entry.actor_kind == "staff"}
    return {user.id: user.name for user in session.scalars(select(User).where(User.id.in_(ids)))}
