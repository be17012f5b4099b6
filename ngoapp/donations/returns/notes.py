"""Notes to donors about money that went back: held until somebody has read them."""

from collections.abc import Sequence

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, locked, session
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.core.outbox import enqueue
from ngoapp.donations.models import Gift
from ngoapp.donations.returns.models import DonorNote


class NoteDecided(Refused):
    """Somebody has released or dropped the note already."""

    def __init__(self) -> None:
        super().__init__("Somebody has decided on this note already.")


def hold_note(gift: Gift, *, kind: str, source: str, amount: Money) -> None:
    """Have a note wait for staff; none for a donor without an e-mail address. A repeat does nothing."""
    if gift.donor is None or not gift.donor.email:
        return
    insert_ignoring(
        DonorNote,
        gift_id=gift.id,
        kind=kind,
        source=source,
        amount_minor=amount.minor,
        amount_currency=amount.currency,
        state="held",
        created_at=clock.now(),
    )


def release_note(note_id: int) -> DonorNote:
    """The note may go out; a repeat does nothing. Raises NoteDecided."""
    note = _decide(note_id, "released")
    enqueue("donations.send_note", dedupe_key=f"donations.send_note:{note.id}", note_id=note.id)
    return note


def drop_note(note_id: int) -> DonorNote:
    """The note is not sent; a repeat does nothing. Raises NoteDecided."""
    return _decide(note_id, "dropped")


def note_sent(note_id: int) -> None:
    """The server took the mail."""
    note = locked(DonorNote, note_id)
    note.state, note.sent_at = "sent", clock.now()
    audit.record("donor_note.sent", note)


def held_notes() -> Sequence[DonorNote]:
    """Notes that wait for staff, oldest first."""
    return session.scalars(select(DonorNote).where(DonorNote.state == "held").order_by(DonorNote.id)).all()


def notes_of(gift_id: int) -> Sequence[DonorNote]:
    """Every note about a gift, oldest first."""
    return session.scalars(select(DonorNote).where(DonorNote.gift_id == gift_id).order_by(DonorNote.id)).all()


def _decide(note_id: int, state: str) -> DonorNote:
    note = locked(DonorNote, note_id)
    done = {"released": {"released", "sent"}}.get(state, {state})
    if note.state not in {"held", *done}:
        raise NoteDecided
    if note.state == "held":
        note.state, note.decided_at = state, clock.now()
        audit.record(f"donor_note.{state}", note, gift=note.gift_id)
    return note
