"""Which people share a label, under which name, and which labels are the same."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from ngoapp.core.db import session
from ngoapp.people.addresses import PostalAddress
from ngoapp.people.countries import without_accents
from ngoapp.people.joint_names import joint_name
from ngoapp.people.models import Person

NOT_LETTERS = re.compile(r"[\W_]+")
MOST_AT_ONCE = 500  # values in one question: both databases take so many


@dataclass(frozen=True)
class Group:
    """People who get one label, and the name that stands on it."""

    people: Sequence[Person]
    name: str


def people_alone(people: Iterable[Person]) -> list[Group]:
    """A label for each of them."""
    return [Group([person], person.name) for person in people]


def people_together(people: Sequence[Person]) -> list[Group]:
    """One label for each household, and for people of one surname at one address; in the order of the first of them.

    A household goes by its own name unless somebody of it has died or wants no mail: then by the names of the rest."""
    by_home: dict[object, list[Person]] = {}
    for person in people:
        by_home.setdefault(_home_of(person), []).append(person)
    broken = _not_for_all([person.household_id for person in people if person.household_id])
    return [Group(members, _name_of(members, broken)) for members in by_home.values()]


def same_label(address: PostalAddress) -> tuple[str, ...]:
    """Two labels with the same key are for the same people at the same place, however it was typed."""
    return tuple(
        map(_plain, (address.name, *_place(address.street_address, address.postal_code, address.city)))
    )


def surname(person: Person) -> str:
    """The word that a name is sorted under, without case and accents; an organisation goes by its whole name."""
    words = without_accents(person.name).split()
    return " ".join(words) if person.kind == "organisation" or not words else words[-1]


def _home_of(person: Person) -> object:
    if person.household_id:
        return person.household_id
    address = person.address
    if person.kind == "organisation" or address is None or not address.street_address.strip():
        return ("alone", person.id)
    place = _place(address.street_address, address.postal_code, address.city)
    return (surname(person), *map(_plain, (*place, address.country_code)))


def _place(street: str, postal_code: str, city: str) -> tuple[str, str]:
    return street, postal_code or city


def _plain(text: str) -> str:
    return NOT_LETTERS.sub("", without_accents(text))


def _name_of(members: Sequence[Person], broken: set[int]) -> str:
    """“Oskar and Lena Brandt” says who Oskar Brandt is, too."""
    household = members[0].household
    if household and household.id not in broken:
        return household.envelope_name
    names = dict.fromkeys(member.name for member in members)
    words = {name: set(without_accents(name).split()) for name in names}
    return joint_name(*(name for name in names if not any(words[name] < words[other] for other in names)))


def _not_for_all(household_ids: Sequence[int]) -> set[int]:
    """The households of which somebody has died or wants no mail."""
    unique, found = sorted(set(household_ids)), set()
    for begin in range(0, len(unique), MOST_AT_ONCE):
        some = select(Person.household_id).where(
            Person.household_id.in_(unique[begin : begin + MOST_AT_ONCE]),
            or_(Person.deceased_on.is_not(None), Person.do_not_mail),
        )
        found |= {number for number in session.scalars(some) if number}
    return found
