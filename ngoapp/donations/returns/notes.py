"""Notes to donors about money that went back: held until somebody has read them."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, locked, session
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.core.outbox import enqueue
from ngoapp.donations.models import Gift
from ngoapp.donations.returns.models import DonorNote
from ngoapp.people.bounced import note_email_bounced


class NoteDecided(Refused):
    """Somebody has released or dropped the note already."""

    def __init__(self) -> None:
        super().__init__("Somebody has decided on this note already.")


def hold_note(gift: Gift, *, kind: str, source: str, amount: Money) -> None:
    """Have a note wait for staff; none where nobody knows who gave. A repeat does nothing."""
    if gift.donor is None:
        return
    insert_ignoring(
        DonorNote,
        gift_id=gift.id,
        kind=kind,
        source=source,
        amount_minor=amount.minor,
        amount_currency=amount.currency,
        state="held",
        delivery="email" if gift.donor.mail_to else "post",
        created_at=clock.now(),
    )


def release_note(note_id: int) -> DonorNote:
    """The note may go out, and with it the receipt that waits for it; a repeat does nothing. Raises NoteDecided."""
    note = _decide(note_id, "released")
    note.delivery = "email" if note.gift.donor and note.gift.donor.mail_to else "post"
    if note.delivery == "email":
        enqueue("donations.send_note", dedupe_key=f"donations.send_note:{note.id}", note_id=note.id)
    enqueue("receipts.send_amended", dedupe_key=f"receipts.send_amended:{note.id}", gift_id=note.gift_id)
    return note


def drop_note(note_id: int) -> DonorNote:
    """The note is not sent, nor is a receipt that waits for it: staff can still send or print that by hand.

    A repeat does nothing. Raises NoteDecided."""
    return _decide(note_id, "dropped")


def drop_notes_to(donor_id: int) -> int:
    """Send none of the notes to this donor that have not left; how many that were."""
    waiting = select(DonorNote.id).join(DonorNote.gift).where(Gift.donor_id == donor_id)
    notes = session.scalars(
        waiting.where(DonorNote.state.in_(("held", "released"))).order_by(DonorNote.id)
    ).all()
    for note_id in notes:
        note = locked(DonorNote, note_id)
        note.state, note.decided_at = "dropped", clock.now()
        audit.record("donor_note.dropped", note, gift=note.gift_id)
    return len(notes)


def note_sent(note_id: int) -> None:
    """The server took the mail."""
    note = locked(DonorNote, note_id)
    note.state, note.sent_at = "sent", clock.now()
    audit.record("donor_note.sent", note)


def print_note(note_id: int, *, refused: Collection[str] = ()) -> None:
    """No mail can bring a released note to its donor, since there is no address, or the server `refused` it."""
    note_email_bounced(refused)
    note = locked(DonorNote, note_id)
    if (note.state, note.delivery) == ("released", "email"):
        note.delivery = "post"
        audit.record("donor_note.put_on_pile", note)


def mark_notes_printed(note_ids: Iterable[int]) -> int:
    """These are on paper and leave the pile; how many did. A repeat changes nothing."""
    marked = 0
    for note_id in sorted(set(note_ids)):
        note = locked(DonorNote, note_id)
        if (note.state, note.delivery) == ("released", "post"):
            note.state, note.sent_at = "sent", clock.now()
            audit.record("donor_note.printed", note)
            marked += 1
    return marked


def held_notes() -> Sequence[DonorNote]:
    """Notes that wait for staff, oldest first."""
    return _notes(DonorNote.state == "held")


def notes_to_print() -> Sequence[DonorNote]:
    """The pile: released notes that go by post and are not on paper yet, oldest first."""
    return _notes(DonorNote.state == "released", DonorNote.delivery == "post")


def notes_of(gift_id: int) -> Sequence[DonorNote]:
    """Every note about a gift, oldest first."""
    return _notes(DonorNote.gift_id == gift_id)


def note_on_hold(gift_id: int, *, or_dropped: bool = False) -> bool:
    """Whether the latest note about a gift has not been released, so that a changed receipt stays here.

    With `or_dropped`, also where staff decided against telling the donor."""
    latest = next(reversed(notes_of(gift_id)), None)
    return latest is not None and latest.state in ({"held", "dropped"} if or_dropped else {"held"})


def _notes(*conditions: ColumnElement[bool]) -> Sequence[DonorNote]:
    wanted = select(DonorNote).options(joinedload(DonorNote.gift).joinedload(Gift.donor))
    return session.scalars(wanted.where(*conditions).order_by(DonorNote.id)).all()


def _decide(note_id: int, state: str) -> DonorNote:
    note = locked(DonorNote, note_id)
    done = {"released": {"released", "sent"}}.get(state, {state})
    if note.state not in {"held", *done}:
        raise NoteDecided
    if note.state == "held":
        note.state, note.decided_at = state, clock.now()
        audit.record(f"donor_note.{state}", note, gift=note.gift_id)
    return note
