"""Reads about volunteers."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from ngoapp.core import clock, outbox
from ngoapp.core.db import session
from ngoapp.volunteers.models import Volunteer


def volunteers(state: str | None) -> Sequence[Volunteer]:
    """Applications in a state, or all of them; the oldest first, as they are to be answered."""
    chosen = select(Volunteer).order_by(Volunteer.applied_at, Volunteer.id)
    return session.scalars(chosen.where(Volunteer.state == state) if state else chosen).all()


def count_by_state() -> dict[str, int]:
    """How many applications are in each state."""
    rows = session.execute(select(Volunteer.state, func.count()).group_by(Volunteer.state))
    return {row[0]: row[1] for row in rows}


def applied_of_late(email: str) -> int:
    """How many applications this address came with in the last day."""
    since = clock.now() - timedelta(days=1)
    counted = select(func.count()).where(Volunteer.email_key == email, Volunteer.applied_at > since)
    return session.scalar(counted) or 0


def answer_is_held(volunteer: Volunteer) -> bool:
    """Whether the mail with the answer has not left yet and can be stopped."""
    return outbox.pending("volunteers.send_answer", volunteer_id=volunteer.id)


def waiting() -> dict[str, int]:
    """What waits for staff: applications that nobody has read."""
    return {"applications_to_read": count_by_state().get("applied", 0)}
