"""What the second donor says, and what follows from it on every page at once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.acknowledgments.sorting import sort_key
from ngoapp.acknowledgments.together.naming import name_to_show
from ngoapp.core import audit, clock
from ngoapp.core.db import locked, session
from ngoapp.core.errors import Refused
from ngoapp.donations.models import Gift
from ngoapp.donations.together.models import AGREED, ASKED, STRANGER, UNASKED, SecondDonor
from ngoapp.donations.together.operations import ask_second, meet
from ngoapp.donations.together.queries import gifts_with
from ngoapp.donations.tributes.arrivals import name_again

LINK, LONGEST_NAME = "link by mail", 120


class NothingToAgreeTo(Refused):
    """The first donor wants no name shown, or only their own."""

    def __init__(self) -> None:
        super().__init__("There is no name for both of them at present, so there is nothing to agree to.")


class WishChanged(Refused):
    """The first donor has chosen another name since the second was shown one."""

    def __init__(self) -> None:
        super().__init__("The name to be shown has changed meanwhile. Please look at it once more.")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the second donor said (`agreed`, `declined` or `stranger`) to being shown under a name, on which day, in
    answer to which words, and how we know."""

    consent: str
    name: str
    on: date
    source: str
    wording: str


def answer(second_id: int, given: Answer) -> SecondDonor:
    """Keep what the second donor says. From the next request on every page shows what both of them agree to,
    and letters to families that are still to leave name only who did not say no.

    A repeat changes nothing. Raises NothingToAgreeTo and WishChanged."""
    second = locked(SecondDonor, second_id)
    if given.consent == second.consent:
        return second
    if given.consent == AGREED:
        _check_name(second, given.name)
        second.consent_wording = given.wording
    second.consent, second.answered_on = given.consent, given.on
    second.consent_source = given.source
    audit.record(f"second_donor.{given.consent}", second)
    session.flush()
    if given.source == LINK and given.consent != STRANGER:
        _meet(second)
    _show_again(second)
    name_again(second)
    return second


def wish_for_both(second: SecondDonor, gift: Gift, name: str) -> None:
    """The first donor would like both to be thanked under this name. Another than before has to be agreed to anew."""
    name = name[:LONGEST_NAME]
    if second.public_name != name:
        second.public_name = name
        if second.consent in {AGREED, ASKED}:
            second.consent = UNASKED
            audit.record("second_donor.wish_changed", second)
        session.flush()
        _show_again(second)
    ask_second(gift)


def wish_for_one(second: SecondDonor) -> None:
    """The first donor would like to be thanked alone."""
    if second.public_name:
        second.public_name = ""
        session.flush()
        _show_again(second)


def note_asked(second_id: int, turn: int) -> None:
    """The server took the question."""
    second = locked(SecondDonor, second_id)
    if second.asked == turn:
        second.asked, second.asked_at = turn + 1, clock.now()
        if second.consent == UNASKED:
            second.consent = ASKED
        audit.record("second_donor.asked", second)


def _meet(second: SecondDonor) -> None:
    """Whoever answers where we wrote to is known from now on, and sees on their own page what they gave together."""
    first = next((gift.donor for gift in gifts_with(second) if gift.donor), None)
    if first:
        meet(second, first)


def _check_name(second: SecondDonor, seen: str) -> None:
    if not second.public_name:
        raise NothingToAgreeTo
    if seen != second.public_name:
        raise WishChanged


def _show_again(second: SecondDonor) -> None:
    """A name that is another than the one that was proofed goes back to the proof-readers."""
    for gift in gifts_with(second):
        thanks = session.scalar(
            select(Acknowledgment).where(Acknowledgment.gift_id == gift.id).with_for_update()
        )
        name = name_to_show(gift)
        if thanks and thanks.state != "withdrawn" and name and thanks.recognition_name != name:
            thanks.recognition_name, thanks.sort_key = name, sort_key(name)
            thanks.state, thanks.published_at = "draft", None
            audit.record("acknowledgment.name_changed", thanks)
    session.flush()
