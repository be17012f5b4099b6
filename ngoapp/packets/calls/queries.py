"""Reads of calls: whom to call back, and what was lately done."""

from collections.abc import Sequence

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import joinedload

from ngoapp.core import audit
from ngoapp.core.db import found, session
from ngoapp.packets.calls.models import Call, ShiftNote

LATELY = 30


def read_call_backs() -> Sequence[Call]:
    """Who waits to be called back: what is due first, then the oldest. The reading is entered by number."""
    return _listed(
        select(Call)
        .where(Call.closed_at.is_(None))
        .options(joinedload(Call.claimed_by))
        .order_by(Call.call_back_on.is_not(None), Call.call_back_on, Call.heard_at, Call.id)
    )


def read_done() -> Sequence[Call]:
    """The latest calls that are over. The reading is entered by number."""
    return _listed(
        select(Call)
        .where(Call.closed_at.is_not(None), Call.erased_at.is_(None))
        .options(joinedload(Call.claimed_by))
        .order_by(Call.closed_at.desc(), Call.id.desc())
        .limit(LATELY)
    )


def read_call(call_id: int) -> Call:
    """One call. The reading is entered. Raises NotThere."""
    call = found(Call, call_id)
    audit.record("call.viewed", call)
    return call


def piles() -> dict[str, ScalarSelect[int]]:
    """Calls to return, and notes that nobody has read, as counts for a larger question."""
    calls = select(func.count()).select_from(Call).where(Call.closed_at.is_(None))
    notes = select(func.count()).select_from(ShiftNote).where(ShiftNote.read_at.is_(None))
    return {"calls_to_return": calls.scalar_subquery(), "shift_notes_to_read": notes.scalar_subquery()}


def _listed(wanted: Select[Call]) -> Sequence[Call]:
    calls = session.scalars(wanted).all()
    if calls:
        audit.record("calls.listed", calls[0], calls=",".join(str(call.id) for call in calls))
    return calls
