"""Who of the people we know is meant by a name that staff type in."""

import re
from collections.abc import Sequence

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.donations.mailed.entry import NEW
from ngoapp.people.models import Consent, Person
from ngoapp.people.naming import naming_wishes
from ngoapp.people.queries import find_people, find_person

UNKNOWN = "unknown"
ROW_ID = re.compile(r"[0-9]{1,15}", re.ASCII)


def donor_choices(text: str, chosen: str | None) -> list[SelectChoice]:
    """The people of this name, somebody new, and nobody knows."""
    return [*people_choices(text, chosen), SelectChoice(UNKNOWN, "Nobody knows who it is")]


def people_choices(text: str, chosen: str | None) -> list[SelectChoice]:
    """The people of this name, and somebody new."""
    people: Sequence[Person] = find_people(text) if text.strip() else ()
    if not people and chosen and ROW_ID.fullmatch(chosen):
        known = find_person(int(chosen))
        people = [known] if known else []
    wishes = naming_wishes([person.id for person in people])
    listed = [SelectChoice(str(person.id), _described(person, wishes.get(person.id))) for person in people]
    return [*listed, SelectChoice(NEW, "Somebody new")]


def _described(person: Person, wish: Consent | None) -> str:
    address = person.address
    place = f"{address.city} {address.country_area}".strip() if address else ""
    thanked = f"wishes to be thanked as “{wish.recognition_name}”" if wish else ""
    died = f"died {person.deceased_on:%Y}" if person.deceased_on else ""
    return " · ".join(
        part for part in (person.name, place, person.email or "no e-mail", thanked, died) if part
    )
