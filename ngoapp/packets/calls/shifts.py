"""Notes from one shift to the next, and the scripts that lie beside the telephone."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.packets.calls.models import CallScript, ShiftNote


def write_note(*, action_key: str, words: str) -> ShiftNote:
    """Leave a note for whoever comes next; the same form twice is one."""
    known = session.scalar(select(ShiftNote).where(ShiftNote.action_key == action_key))
    if known:
        return known
    who = audit.actor.get()
    note = save(
        ShiftNote(
            action_key=action_key,
            words=words,
            written_at=clock.now(),
            written_by_id=who.id if who.kind == "staff" else None,
        )
    )
    audit.record("shift_note.written", note)
    return note


def read_note(note_id: int) -> None:
    """Somebody has read it: it need not be shown any more. A repeat does nothing."""
    note = locked(ShiftNote, note_id)
    if note.read_at is None:
        note.read_at, note.read_by_id = clock.now(), audit.actor.get().id
        session.flush()
        audit.record("shift_note.read", note)


def forget_note(note_id: int) -> None:
    """Empty a note whose time has come. A repeat does nothing."""
    note = locked(ShiftNote, note_id)
    if note.erased_at is None:
        note.words, note.erased_at = "", clock.now()
        session.flush()
        audit.record("shift_note.erased", note)


def unread_notes() -> Sequence[ShiftNote]:
    """What the last shift left for this one, oldest first."""
    return session.scalars(
        select(ShiftNote)
        .where(ShiftNote.read_at.is_(None), ShiftNote.erased_at.is_(None))
        .options(joinedload(ShiftNote.written_by))
        .order_by(ShiftNote.id)
    ).all()


def scripts() -> Sequence[CallScript]:
    """What to say, those for a crisis first."""
    wanted = select(CallScript).where(CallScript.gone_at.is_(None))
    return session.scalars(wanted.order_by(CallScript.crisis.desc(), CallScript.title, CallScript.id)).all()


def write_script(*, action_key: str, title: str, words: str, crisis: bool) -> CallScript:
    """Add a script; the same form twice is one."""
    known = session.scalar(select(CallScript).where(CallScript.action_key == action_key))
    if known:
        return known
    script = save(
        CallScript(action_key=action_key, title=title, words=words, crisis=crisis, updated_at=clock.now())
    )
    audit.record("call_script.written", script)
    return script


def change_script(script_id: int, *, title: str, words: str, crisis: bool) -> CallScript:
    """Write a script anew. Raises NotThere."""
    script = locked(CallScript, script_id)
    script.title, script.words, script.crisis, script.updated_at = title, words, crisis, clock.now()
    session.flush()
    audit.record("call_script.changed", script)
    return script


def drop_script(script_id: int) -> None:
    """Lay a script aside. Raises NotThere; a repeat does nothing."""
    script = locked(CallScript, script_id)
    if script.gone_at is None:
        script.gone_at = clock.now()
        session.flush()
        audit.record("call_script.dropped", script)
