"""Matches, from the name of an employer on the form to its money."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.core.outbox import enqueue
from ngoapp.core.tokens import new_nonce
from ngoapp.donations.matching.employers import employer_called
from ngoapp.donations.matching.models import (
    ASKED,
    DECLINED,
    OPEN,
    POSSIBLE,
    RECEIVED,
    MatchingGift,
    SoftCredit,
)
from ngoapp.donations.models import Gift
from ngoapp.organisation.queries import our_organisation, our_today

REMIND_AFTER = timedelta(weeks=4)
HELD_FOR = timedelta(minutes=15)
MORNING = time(9)
NOTE, REMINDER = "donations.send_match_note", "donations.send_match_reminder"


class MatchSettled(Refused):
    """The employer's money is recorded already."""

    def __init__(self) -> None:
        super().__init__("The employer’s gift is recorded already, so this match is settled.")


class NoGiftYet(Refused):
    """There is nothing to match before the donor's own gift is here."""

    def __init__(self) -> None:
        super().__init__("The donor’s own gift is not here yet, so there is nothing to match.")


class OwnGift(Refused):
    """A donor's own gift is not the match of it."""

    def __init__(self) -> None:
        super().__init__("This gift is the donor’s own. The match is a gift of the employer.", field="gift")


class MoreThanCame(Refused):
    """Soft credits on a gift are never more than the gift."""

    def __init__(self, left: Money) -> None:
        super().__init__(f"Of this gift {left.format()} is left to be credited.", field="credited")


def keep_match(employer_name: str, **origin: int) -> None:
    """Keep that an employer may match a `donation_id`, a `mailed_pledge_id` or a `gift_id`; nothing for no name."""
    if not employer_name:
        return
    employer, moment = employer_called(employer_name), clock.now()
    match = MatchingGift(
        employer_name=employer_name,
        employer_id=employer.id if employer else None,
        nonce=new_nonce(),
        created_at=moment,
        updated_at=moment,
        **origin,
    )
    audit.record("match.hoped_for", save(match))


def carry_match(gift: Gift, employer_name: str, *, pledge_id: int | None) -> None:
    """Let a gift by mail have the employer whom its form names; the hope of the promise, where there was one."""
    known = session.scalar(select(MatchingGift).where(MatchingGift.mailed_pledge_id == pledge_id))
    if known is None:
        keep_match(employer_name, gift_id=gift.id)
    elif employer_name:
        employer = employer_called(employer_name)
        known.gift_id, known.employer_name = gift.id, employer_name
        known.employer_id = employer.id if employer else None
        session.flush()


def start_match(gift: Gift, *, held: bool) -> None:
    """The donor's gift is here: tell them what their employer needs, and remind them once. A repeat does nothing."""
    match = _hoped_for(gift)
    if match is None:
        return
    match.gift_id = gift.id
    enqueue(
        NOTE,
        dedupe_key=f"{NOTE}:{match.id}",
        available_at=clock.now() + HELD_FOR if held else None,
        match_id=match.id,
    )
    remind_on(match, our_today() + REMIND_AFTER)


def remind_on(match: MatchingGift, day: date | None) -> None:
    """Have the donor reminded on that morning, or not at all. They are reminded once."""
    if match.reminder == "sent" or day == match.remind_on:
        return
    match.remind_on = day
    if day:
        nine = datetime.combine(day, MORNING, ZoneInfo(our_organisation().time_zone))
        enqueue(
            REMINDER,
            dedupe_key=f"{REMINDER}:{match.id}:{day}",
            available_at=nine,
            match_id=match.id,
            day=day.toordinal(),
        )
    session.flush()


def change_match(match_id: int, *, state: str, expected: Money | None, remind: date | None) -> MatchingGift:
    """Note how a match stands (possible, asked, promised or declined). Raises MatchSettled."""
    match = _unsettled(match_id)
    match.expected_minor = expected.minor if expected else None
    match.expected_currency = expected.currency if expected else None
    _move(match, state)
    remind_on(match, remind if state in OPEN else None)
    return match


def donor_says(match_id: int, said: str) -> None:
    """The donor has `asked` their employer, tells us that it `declined`, or wants no reminder (`off`).

    A repeat changes nothing. Raises MatchSettled."""
    match = _unsettled(match_id)
    if (said == ASKED and match.state in {POSSIBLE, DECLINED}) or said == DECLINED:
        _move(match, said)
    if said in {ASKED, DECLINED, "off"} and match.reminder == "none":
        match.reminder, match.remind_on = "off", None
        audit.record("match.reminder_off", match)
    session.flush()


def receive_match(match_id: int, *, gift_id: int, credited: Money | None = None) -> SoftCredit:
    """The employer's gift is here: the donor gets a soft credit for it, of `credited` or all that is left of it.

    A repeat with the same gift does nothing. Raises MatchSettled, NoGiftYet, OwnGift and MoreThanCame."""
    matched = locked(Gift, gift_id)
    match = locked(MatchingGift, match_id)
    known = session.scalar(select(SoftCredit).where(SoftCredit.matching_gift_id == match_id))
    if known and known.gift_id == gift_id:
        return known
    own = _unsettled(match_id).gift
    if own is None or own.donor_id is None:
        raise NoGiftYet
    if matched.donor_id == own.donor_id:
        raise OwnGift
    left = uncredited(matched)
    amount = credited or left
    if amount.currency != left.currency or not 0 < amount.minor <= left.minor:
        raise MoreThanCame(left)
    match.matched_gift_id, match.remind_on = gift_id, None
    _move(match, RECEIVED)
    credit = SoftCredit(
        gift_id=gift_id,
        person_id=own.donor_id,
        matching_gift_id=match_id,
        amount=amount,
        created_at=clock.now(),
    )
    audit.record("soft_credit.given", save(credit), gift=gift_id)
    return credit


def uncredited(gift: Gift) -> Money:
    """What of an employer's gift is nobody's match yet."""
    given = select(func.coalesce(func.sum(SoftCredit.amount_minor), 0)).where(SoftCredit.gift_id == gift.id)
    return Money(gift.amount.minor - int(session.scalar(given) or 0), gift.amount.currency)


def note_noted(match_id: int) -> None:
    """The server took the note on what the employer needs."""
    match = locked(MatchingGift, match_id)
    match.noted_at = clock.now()
    audit.record("match.noted", match)


def note_reminded(match_id: int) -> None:
    """The server took the reminder."""
    match = locked(MatchingGift, match_id)
    match.reminder, match.remind_on = "sent", None
    audit.record("match.reminded", match)


def _hoped_for(gift: Gift) -> MatchingGift | None:
    of_gift = MatchingGift.gift_id == gift.id
    either = of_gift | (MatchingGift.donation_id == gift.donation_id) if gift.donation_id else of_gift
    return session.scalar(select(MatchingGift).where(either))


def _unsettled(match_id: int) -> MatchingGift:
    match = locked(MatchingGift, match_id)
    if match.state == RECEIVED:
        raise MatchSettled
    return match


def _move(match: MatchingGift, state: str) -> None:
    if match.state != state:
        match.state, match.updated_at = state, clock.now()
        audit.record(f"match.{state}", match)
    session.flush()
