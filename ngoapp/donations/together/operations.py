"""Writes about the second of two donors."""

from datetime import timedelta

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.outbox import enqueue
from ngoapp.core.tokens import new_nonce
from ngoapp.donations.models import Gift
from ngoapp.donations.together.models import UNASKED, SecondDonor
from ngoapp.donations.together.parts import Together
from ngoapp.donations.together.queries import second_of
from ngoapp.organisation.queries import our_today
from ngoapp.people.households.operations import join
from ngoapp.people.households.queries import members_of
from ngoapp.people.models import Household, Person
from ngoapp.people.operations import find_or_make_person

MOST_ASKED = 3
HELD_FOR = timedelta(minutes=15)
ASK = "acknowledgments.send_question"


class GivesAlone(Refused):
    """There is nobody to make a household with."""

    def __init__(self) -> None:
        super().__init__("Nobody else is named on this gift.")


def keep_second(together: Together | None, **origin: int) -> None:
    """Keep who gives together with the donor of a `donation_id`, a `mailed_pledge_id` or a `gift_id`."""
    if together:
        second = SecondDonor(
            name=together.name,
            email=together.email,
            email_key=together.email,
            public_name=together.public_name,
            consent=together.consent,
            consent_source=together.agreed_in,
            nonce=new_nonce(),
            created_at=clock.now(),
            **origin,
        )
        audit.record("second_donor.named", save(second))


def carry_over(gift: Gift, together: Together | None, *, pledge_id: int | None) -> SecondDonor | None:
    """Let a gift by mail have the second donor whom its form names; the one of the promise, where there was one.

    Staff read the check: what they typed counts."""
    promised = _of_pledge(pledge_id)
    if promised is None:
        keep_second(together, gift_id=gift.id)
    elif together:
        promised.gift_id = gift.id
        promised.name = together.name
        promised.email = promised.email_key = together.email
        promised.public_name = together.public_name
        promised.consent, promised.consent_source = together.consent, together.agreed_in
        session.flush()
    return second_of(gift)


def ask_second(gift: Gift, *, held: bool = False) -> None:
    """Have the second donor asked whether both may be named, once there is a gift, a wish and an address.

    They are asked three times at most, whatever the first changes their wish to."""
    second = second_of(gift)
    if second is None or not (second.email and second.public_name) or gift.anonymous:
        return
    if second.consent == UNASKED and second.asked < MOST_ASKED:
        enqueue(
            ASK,
            dedupe_key=f"{ASK}:{second.id}:{second.asked}",
            available_at=clock.now() + HELD_FOR if held else None,
            second_id=second.id,
            turn=second.asked,
        )


def make_household_of(gift_id: int) -> Household:
    """Let the two donors of a gift be a household, since staff know that they are one. A repeat does nothing.

    Raises GivesAlone, and what `join` raises."""
    gift = locked(Gift, gift_id)
    second = second_of(gift)
    if second is None or gift.donor is None:
        raise GivesAlone
    return join(gift.donor.id, meet(second, gift.donor).id)


def meet(second: SecondDonor, first: Person) -> Person:
    """The person that a second donor is: of the first one's household, or known by name and address, or new."""
    if second.person is None:
        mates = members_of(first.household_id) if first.household_id else ()
        same = [mate for mate in mates if mate.id != first.id and mate.name_key == second.name.casefold()]
        second.person = same[0] if same else find_or_make_person(name=second.name, email=second.email or None)
        session.flush()
    return second.person


def part(second_id: int) -> None:
    """These two no longer give together: later gifts are the first one's alone. A repeat does nothing."""
    second = locked(SecondDonor, second_id)
    if second.parted_on is None:
        second.parted_on = our_today()
        audit.record("second_donor.parted", second)


def _of_pledge(pledge_id: int | None) -> SecondDonor | None:
    return session.scalar(select(SecondDonor).where(SecondDonor.mailed_pledge_id == pledge_id))
