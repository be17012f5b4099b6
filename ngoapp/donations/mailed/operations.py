"""Checks by mail, from the promise on the form to the envelope that is opened."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from ngoapp.core import audit, clock, outbox
from ngoapp.core.db import insert_ignoring, locked, session
from ngoapp.core.errors import Refused
from ngoapp.core.tokens import new_nonce
from ngoapp.donations.amounts import check_amount
from ngoapp.donations.mailboxes import ids_at
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.references import new_code, prefix_for
from ngoapp.donations.matching.operations import keep_match
from ngoapp.donations.models import Gift
from ngoapp.donations.pledges import Pledge
from ngoapp.donations.together.operations import keep_second
from ngoapp.donations.tributes.wishes import keep_wish
from ngoapp.organisation.queries import our_organisation
from ngoapp.people.models import Person

REMIND_AFTER = timedelta(weeks=3)
LAPSES_AFTER = timedelta(days=92)  # no three months are longer
HELD_FOR = timedelta(minutes=15)


class AlreadyReceived(Refused):
    """A check is recorded once; a second one in the same envelope is a gift of its own."""

    def __init__(self, pledge: MailedPledge) -> None:
        super().__init__(
            f"The check for {pledge.reference} is recorded already. If this is another one, record it without the"
            " reference."
        )


class NoLongerOpen(Refused):
    """Only a check that is still awaited can be called off."""

    def __init__(self, pledge: MailedPledge) -> None:
        super().__init__(f"{pledge.reference} is {pledge.state} already, so there is nothing to call off.")


class ReminderGone(Refused):
    """The quarter of an hour is over."""

    def __init__(self) -> None:
        super().__init__("It is too late to stop this reminder: it has been sent.")


def promise_check(wanted: Pledge) -> MailedPledge:
    """Keep that a donor will mail a check; the same form again is the pledge that is there already.

    The pledge comes back locked. Raises TooLittle and TooMuch."""
    check_amount(wanted.amount)
    made = False
    # A code that is taken by another pledge leaves nothing behind, and the next try brings a fresh one.
    while (pledge := _of_action(wanted.key)) is None:
        made = insert_ignoring(MailedPledge, **_columns(wanted))
    if made:
        audit.record("pledge.made", pledge)
        keep_second(wanted.together, mailed_pledge_id=pledge.id)
        keep_wish(wanted.tribute, pledge_id=pledge.id)
        keep_match(wanted.employer, mailed_pledge_id=pledge.id)
        _follow_up(pledge)
    return pledge


def receive_pledge(pledge_id: int, *, gift: Gift) -> None:
    """The envelope is here, whatever had become of the pledge meanwhile. Raises AlreadyReceived."""
    pledge = locked(MailedPledge, pledge_id)
    if pledge.gift_id == gift.id:
        return
    if pledge.state == "received":
        raise AlreadyReceived(pledge)
    outbox.stop(reminder_key(pledge))
    pledge.gift_id = gift.id
    _end(pledge, "received")


def withdraw_pledge(pledge_id: int) -> None:
    """The check will not come after all. A repeat does nothing. Raises NoLongerOpen."""
    pledge = locked(MailedPledge, pledge_id)
    if pledge.state == "withdrawn":
        return
    if pledge.state != "promised":
        raise NoLongerOpen(pledge)
    outbox.stop(reminder_key(pledge))
    _end(pledge, "withdrawn")


def lapse_pledge(pledge_id: int) -> None:
    """Wait no longer for a check, once its time is over and not before. A repeat does nothing."""
    pledge = locked(MailedPledge, pledge_id)
    if pledge.state == "promised" and clock.now() >= pledge.lapses_at:
        outbox.stop(reminder_key(pledge))
        _end(pledge, "lapsed")


def release_reminders(pledge_ids: Iterable[int]) -> int:
    """Let the reminders of these pledges go, in a quarter of an hour; how many are on their way now.

    Those that are not due, or were released before, are left alone: there is one reminder for each pledge."""
    return sum(_release_reminder(locked(MailedPledge, pledge_id)) for pledge_id in sorted(set(pledge_ids)))


def stop_reminder(pledge_id: int) -> None:
    """Take back a reminder that is held; it lies on the pile again. Raises ReminderGone."""
    pledge = locked(MailedPledge, pledge_id)
    if not outbox.stop(reminder_key(pledge)):
        raise ReminderGone
    pledge.reminder = "none"
    audit.record("pledge.reminder_stopped", pledge)


def leave_reminder(pledge_id: int) -> None:
    """Do not remind this donor: they have called, or the bag of mail is still closed. A repeat does nothing."""
    pledge = locked(MailedPledge, pledge_id)
    if pledge.reminder == "none":
        pledge.reminder = "left"
        audit.record("pledge.reminder_left", pledge)


def leave_reminders_of(person: Person) -> int:
    """Remind this person of nothing any more, also where it was released; how many reminders that spared."""
    theirs = MailedPledge.id.in_(ids_at(MailedPledge, [person.email or ""]))
    open_ones = (MailedPledge.state == "promised") & MailedPledge.reminder.in_(("none", "released"))
    asked = select(MailedPledge).where(theirs, open_ones).order_by(MailedPledge.id)
    spared = [it for it in session.scalars(asked.with_for_update()) if person.goes_by(it.donor_name)]
    for pledge in spared:
        outbox.stop(reminder_key(pledge))
        pledge.reminder = "left"
        audit.record("pledge.reminder_left", pledge)
    return len(spared)


def note_reminded(pledge_id: int) -> None:
    """The server took the reminder."""
    pledge = locked(MailedPledge, pledge_id)
    pledge.reminder = "sent"
    audit.record("pledge.reminded", pledge)


def reminder_key(pledge: MailedPledge) -> str:
    """The name of the latest reminder in the outbox."""
    return f"donations.send_pledge_reminder:{pledge.id}:{pledge.reminder_turn}"


def _release_reminder(pledge: MailedPledge) -> bool:
    moment = clock.now()
    due = pledge.state == "promised" and pledge.created_at <= moment - REMIND_AFTER
    if not due or not pledge.email or pledge.reminder != "none":
        return False
    pledge.reminder, pledge.reminder_at = "released", moment
    pledge.reminder_turn += 1
    outbox.enqueue(
        "donations.send_pledge_reminder",
        dedupe_key=reminder_key(pledge),
        available_at=moment + HELD_FOR,
        pledge_id=pledge.id,
        turn=pledge.reminder_turn,
    )
    audit.record("pledge.reminder_released", pledge)
    session.flush()
    return True


def _of_action(key: str) -> MailedPledge | None:
    return session.scalar(select(MailedPledge).where(MailedPledge.action_key == key).with_for_update())


def _follow_up(pledge: MailedPledge) -> None:
    if pledge.email:
        outbox.enqueue(
            "donations.send_slip", dedupe_key=f"donations.send_slip:{pledge.id}", pledge_id=pledge.id
        )
    outbox.enqueue(
        "donations.lapse_pledge",
        dedupe_key=f"donations.lapse_pledge:{pledge.id}",
        available_at=pledge.lapses_at,
        pledge_id=pledge.id,
    )


def _end(pledge: MailedPledge, state: str) -> None:
    pledge.state, pledge.ended_at = state, clock.now()
    audit.record(f"pledge.{state}", pledge)
    session.flush()


def _columns(wanted: Pledge) -> dict[str, object]:
    moment = clock.now()
    return {
        "action_key": wanted.key,
        "prefix": prefix_for(our_organisation().public_name),
        "code": new_code(),
        "amount_minor": wanted.amount.minor,
        "amount_currency": wanted.amount.currency,
        "fund_id": wanted.fund_id,
        "campaign_id": wanted.campaign_id,
        "donor_name": wanted.donor_name,
        "email": wanted.email,
        "email_key": wanted.email,
        "recognition_name": wanted.recognition_name,
        "consent_wording": wanted.consent_wording,
        "message": wanted.message,
        "nonce": new_nonce(),
        "created_at": moment,
        "lapses_at": moment + LAPSES_AFTER,
        **wanted.address,
    }
