"""Reads about checks that are promised."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select

from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.errors import Refused
from ngoapp.core.outbox import OutboxRow
from ngoapp.core.pages import Page, page_of
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import REMIND_AFTER
from ngoapp.donations.mailed.references import NoReference, code_in

PAGE = 50
OPEN, OVERDUE, LAPSED, RECEIVED, WITHDRAWN, ALL = "open", "overdue", "lapsed", "received", "withdrawn", "all"


class UnknownReference(Refused):
    """The reference is well formed, and nobody was given it."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody was given this reference. Please compare it with the slip, or find the donor by name.",
            field="pledge",
        )


def pledge_with(typed: str) -> MailedPledge:
    """The pledge that a typed or scanned reference names. Raises NoReference and UnknownReference."""
    pledge = session.scalar(select(MailedPledge).where(MailedPledge.code == code_in(typed)))
    if pledge is None:
        raise UnknownReference
    return pledge


def find_pledge(typed: str) -> MailedPledge | None:
    """The pledge that a text names, if it is a reference at all: for fields in which names are typed, too."""
    try:
        return pledge_with(typed)
    except (NoReference, UnknownReference):
        return None


def pledge_of(gift_id: int) -> MailedPledge | None:
    """The pledge that became this gift."""
    return session.scalar(select(MailedPledge).where(MailedPledge.gift_id == gift_id))


def pledges_page(*, show: str = OPEN, text: str = "", number: int = 1) -> Page[MailedPledge]:
    """Pledges, those that wait longest first where they wait, else the newest first."""
    order = MailedPledge.id if show in {OPEN, OVERDUE} else MailedPledge.id.desc()
    chosen = _narrowed(select(MailedPledge), show, text)
    return page_of(chosen.order_by(order), number, size=PAGE)


def overdue() -> ColumnElement[bool]:
    """SQL for checks that should have come by now."""
    late = MailedPledge.created_at <= clock.now() - REMIND_AFTER
    return late & (MailedPledge.state == "promised")


def reminder_due() -> ColumnElement[bool]:
    """SQL for overdue checks whose donors can be reminded and were not."""
    return overdue() & (MailedPledge.reminder == "none") & (MailedPledge.email != "")


def held_reminders() -> dict[int, datetime]:
    """When each reminder that can still be stopped leaves, by pledge."""
    rows = session.scalars(
        select(OutboxRow).where(
            OutboxRow.name == "donations.send_pledge_reminder",
            OutboxRow.state == "waiting",
            OutboxRow.attempts == 0,
        )
    )
    return {row.refs["pledge_id"]: row.available_at for row in rows}


def _narrowed(chosen: Select[tuple[MailedPledge]], show: str, text: str) -> Select[tuple[MailedPledge]]:
    if text.strip():
        return chosen.where(_named(text.strip()))
    if show == OVERDUE:
        return chosen.where(overdue())
    if show in {LAPSED, RECEIVED, WITHDRAWN}:
        return chosen.where(MailedPledge.state == show)
    return chosen if show == ALL else chosen.where(MailedPledge.state == "promised")


def _named(text: str) -> ColumnElement[bool]:
    """By reference, however it is written, else by a part of name or e-mail address."""
    pledge = find_pledge(text)
    if pledge:
        return MailedPledge.id == pledge.id
    return or_(
        MailedPledge.donor_name.icontains(text, autoescape=True),
        MailedPledge.email.icontains(text, autoescape=True),
    )
