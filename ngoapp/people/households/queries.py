"""Reads about households."""

from collections.abc import Sequence

from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.people.models import Person
from ngoapp.people.queries import find_people


def members_of(household_id: int) -> Sequence[Person]:
    """Who gives together in a household, in the order in which we came to know them."""
    return session.scalars(
        select(Person).where(Person.household_id == household_id).order_by(Person.id)
    ).all()


def likely_housemates(person: Person, text: str) -> Sequence[Person]:
    """People with `text` in name or e-mail address who could join this person; nobody for no text."""
    known = find_people(text) if text.strip() else ()
    return [
        other
        for other in known
        if other.id != person.id
        and other.kind == "person"
        and (other.household_id is None or other.household_id != person.household_id)
    ]
