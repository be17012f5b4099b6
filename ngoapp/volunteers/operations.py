"""Writes about volunteers."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ngoapp.accounts.models import User
from ngoapp.core import audit, clock, outbox
from ngoapp.core.db import found, locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.outbox import enqueue
from ngoapp.volunteers.choices import MINOR, MOVES, STATES
from ngoapp.volunteers.models import Volunteer, VolunteerNote
from ngoapp.volunteers.queries import applied_of_late

HELD_FOR = timedelta(minutes=15)
MOST_IN_A_DAY = 3  # confirmations to one address: whoever types it, its owner is not flooded


class GuardianNeeded(Refused):
    """Somebody under 18 volunteers with a parent or guardian who knows of it."""

    def __init__(self) -> None:
        super().__init__(
            "Because you are under 18, tell us the name of a parent or guardian and how to reach them.",
            field="guardian_name",
        )


class WrongMove(Refused):
    """An application cannot go there from where it is; perhaps a colleague was quicker."""

    def __init__(self, volunteer: Volunteer) -> None:
        super().__init__(f"This application is “{STATES[volunteer.state]}” already.")


def apply_to_volunteer(
    *, action_key: str, interests: Sequence[str], availability: Sequence[str], **facts: Any
) -> Volunteer:
    """Keep an application and queue its confirmation, three a day to one address. `facts` are the other columns.

    `action_key` is one rendered form: the same form sent twice is one application. Raises GuardianNeeded."""
    known = session.scalar(select(Volunteer).where(Volunteer.action_key == action_key))
    if known:
        return known
    if facts["age_band"] == MINOR and not (facts["guardian_name"] and facts["guardian_contact"]):
        raise GuardianNeeded
    volunteer = save(
        Volunteer(
            action_key=action_key,
            interests=list(interests),
            availability=list(availability),
            email_key=facts["email"],
            applied_at=clock.now(),
            **facts,
        )
    )
    audit.record("volunteer.applied", volunteer)
    if applied_of_late(volunteer.email) <= MOST_IN_A_DAY:
        enqueue(
            "volunteers.send_confirmation",
            dedupe_key=f"volunteers.send_confirmation:{volunteer.id}",
            volunteer_id=volunteer.id,
        )
    return volunteer


def take_up(volunteer_id: int) -> Volunteer:
    """A coordinator looks into it, or looks again. Raises WrongMove."""
    volunteer = _move(volunteer_id, "in_review")
    outbox.stop(_answer_key(volunteer))
    return volunteer


def approve(volunteer_id: int) -> Volunteer:
    """Say yes; the welcome goes out in 15 minutes unless it is stopped. Raises WrongMove."""
    return _answer(_move(volunteer_id, "approved"))


def decline(volunteer_id: int) -> Volunteer:
    """Say no, kindly; the mail goes out in 15 minutes unless it is stopped. Raises WrongMove."""
    return _answer(_move(volunteer_id, "declined"))


def stop_answer(volunteer_id: int) -> bool:
    """Keep the answer's mail back, if it has not left; whether it was caught."""
    volunteer = locked(Volunteer, volunteer_id)
    caught = outbox.stop(_answer_key(volunteer))
    if caught:
        audit.record("volunteer.answer_stopped", volunteer)
    return caught


def add_note(volunteer_id: int, *, author: User, text: str) -> VolunteerNote:
    """Write something down for the other coordinators."""
    volunteer = found(Volunteer, volunteer_id)
    note = save(VolunteerNote(volunteer=volunteer, author_id=author.id, text=text, written_at=clock.now()))
    audit.record("volunteer.noted", volunteer)
    return note


def _move(volunteer_id: int, state: str) -> Volunteer:
    volunteer = locked(Volunteer, volunteer_id)
    if state not in MOVES[volunteer.state]:
        raise WrongMove(volunteer)
    volunteer.state = state
    audit.record(f"volunteer.{state}", volunteer)
    return volunteer


def _answer(volunteer: Volunteer) -> Volunteer:
    volunteer.answered_at = clock.now()
    enqueue(
        "volunteers.send_answer",
        dedupe_key=_answer_key(volunteer),
        available_at=clock.now() + HELD_FOR,
        volunteer_id=volunteer.id,
    )
    return volunteer


def _answer_key(volunteer: Volunteer) -> str:
    when = int(volunteer.answered_at.timestamp() * 1000) if volunteer.answered_at else 0
    return f"volunteers.send_answer:{volunteer.id}:{when}"
