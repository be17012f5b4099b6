"""Writes to the days on which the office is closed."""

from datetime import date, timedelta

from sqlalchemy import select

from ngoapp.core import audit
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.packets.office.models import OfficeClosure

LONGEST = timedelta(days=92)


class ClosedBackwards(Refused):
    """The last day lies before the first."""

    def __init__(self) -> None:
        super().__init__("The last closed day comes after the first. Look at both.", field="last_on")


class ClosedTooLong(Refused):
    """Nobody waits for a packet that long: such a date is a slip."""

    def __init__(self) -> None:
        super().__init__(
            "This is more than three months. Enter a shorter time, and lengthen it then.", field="last_on"
        )


def close_office(*, action_key: str, name: str, first_on: date, last_on: date | None) -> OfficeClosure:
    """Note that the office is closed, on one day or through several; the same form twice is one.

    Raises ClosedBackwards and ClosedTooLong."""
    known = session.scalar(select(OfficeClosure).where(OfficeClosure.action_key == action_key))
    if known:
        return known
    last = last_on or first_on
    if last < first_on:
        raise ClosedBackwards
    if last - first_on > LONGEST:
        raise ClosedTooLong
    closure = save(OfficeClosure(action_key=action_key, name=name, first_on=first_on, last_on=last))
    audit.record("office.closed", closure, days=(last - first_on).days + 1)
    return closure


def open_office(closure_id: int) -> None:
    """Take a holiday or a closure off the list. Raises NotThere."""
    closure = locked(OfficeClosure, closure_id)
    audit.record("office.opened", closure)
    session.delete(closure)
    session.flush()
