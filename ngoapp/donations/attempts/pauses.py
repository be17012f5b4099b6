"""Pausing the form and resuming it: by itself or by staff, told to staff once."""

from datetime import timedelta

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, locked, session
from ngoapp.core.outbox import enqueue
from ngoapp.donations.attempts.models import FormPause
from ngoapp.donations.attempts.sight import Sight

LOOK_AGAIN = timedelta(minutes=15)


def pause_form(*, reason: str, by: int | None = None) -> FormPause:
    """Take no cards on the form until somebody resumes it, or until it is calm if nobody paused it by hand.

    While it is paused already, nothing changes."""
    moment = clock.now()
    made = insert_ignoring(FormPause, is_open=True, began_at=moment, began_by_id=by, reason=reason)
    pause = session.scalars(select(FormPause).where(FormPause.is_open.is_(True))).one()
    if made:
        audit.record("form.paused", pause)
        enqueue("donations.tell_paused", dedupe_key=f"donations.tell_paused:{pause.id}", pause_id=pause.id)
        if by is None:
            look_again(pause.id)
    return pause


def resume_form(pause_id: int, *, by: int | None = None) -> None:
    """Take cards again; a repeat does nothing."""
    pause = locked(FormPause, pause_id)
    if pause.is_open:
        pause.is_open, pause.ended_at, pause.ended_by_id = None, clock.now(), by
        audit.record("form.resumed", pause)


def follow(pause_id: int, sight: Sight) -> None:
    """Resume a form that paused by itself once a quarter of an hour was calm; else look again in another."""
    pause = locked(FormPause, pause_id)
    if not pause.is_open or pause.began_by_id is not None:
        return
    if clock.now() - pause.began_at >= LOOK_AGAIN and not sight.wants_pause:
        resume_form(pause_id)
    else:
        look_again(pause_id)


def look_again(pause_id: int) -> None:
    """Have the worker see in a quarter of an hour whether it is calm."""
    due = clock.now() + LOOK_AGAIN
    key = f"donations.follow_pause:{pause_id}:{due:%Y-%m-%dT%H:%M}"
    enqueue("donations.follow_pause", dedupe_key=key, available_at=due, pause_id=pause_id)
