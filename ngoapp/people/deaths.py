"""When somebody dies: the person's own record and the names of the household. Gifts and mail are for upper floors."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.organisation.queries import our_today
from ngoapp.people.households.operations import LONGEST_NAME
from ngoapp.people.households.queries import members_of
from ngoapp.people.joint_names import joint_name
from ngoapp.people.models import Death, Household, Person

LEARNED = {
    "family": "From the family",
    "obituary": "From an obituary",
    "returned": "From mail that came back",
    "other": "In another way",
}
NAMES = ("receipt_name", "envelope_name", "salutation")


class DeathInTheFuture(Refused):
    """The day has not come yet."""

    def __init__(self) -> None:
        super().__init__("This day is still to come. Enter the day it happened.", field="died_on")


def standing_death(person_id: int) -> Death | None:
    """What staff entered about a person's death, unless it was taken back."""
    standing = select(Death).where(Death.person_id == person_id, Death.undone_at.is_(None))
    return session.scalars(standing).one_or_none()


def survivors_of(person: Person) -> Sequence[Person]:
    """Those of the household who live."""
    if person.household_id is None:
        return []
    members = members_of(person.household_id)
    return [member for member in members if member.id != person.id and member.deceased_on is None]


def note_death(person_id: int, *, died_on: date, learned: str) -> Death:
    """Mark a person as deceased: no more mail to them, and the household goes by the survivors' names.

    Its public name stays. A repeat corrects the day. Raises DeathInTheFuture."""
    if died_on > our_today():
        raise DeathInTheFuture
    person = locked(Person, person_id)
    known = standing_death(person_id)
    if known:
        known.died_on, known.learned = died_on, learned
        person.deceased_on = died_on
        return known
    death = save(
        Death(
            person_id=person_id,
            died_on=died_on,
            learned=learned,
            before=_as_it_is(person),
            noted_at=clock.now(),
        )
    )
    person.deceased_on, person.do_not_mail, person.do_not_email = died_on, True, True
    _name_by_survivors(person)
    audit.record("person.death_noted", person, death=death.id)
    return death


def undo_death(person_id: int) -> bool:
    """It was a mistake: the person and the household's names are as they were; whether there was anything to undo."""
    person, death = locked(Person, person_id), standing_death(person_id)
    if death is None:
        return False
    death.undone_at, person.deceased_on = clock.now(), None
    person.do_not_mail = bool(death.before["do_not_mail"])
    person.do_not_email = bool(death.before["do_not_email"])
    session.flush()
    _name_again(person, death)
    audit.record("person.death_undone", person, death=death.id)
    return True


def _as_it_is(person: Person) -> dict[str, str | bool]:
    mail: dict[str, str | bool] = {"do_not_mail": person.do_not_mail, "do_not_email": person.do_not_email}
    return mail | _names_of_all(person)


def _names_of_all(person: Person) -> dict[str, str | bool]:
    """The household's names from when everybody lived."""
    if person.household is None:
        return {}
    earlier = session.scalars(
        select(Death)
        .join(Person, Person.id == Death.person_id)
        .where(Person.household_id == person.household_id, Death.undone_at.is_(None))
        .order_by(Death.id)
    ).first()
    if earlier and "salutation" in earlier.before:
        return {name: earlier.before[name] for name in NAMES}
    return {name: getattr(person.household, name) for name in NAMES}


def _name_by_survivors(person: Person) -> None:
    """The household goes by those who live; where nobody does, it keeps its names for the books."""
    survivors = survivors_of(person)
    if person.household_id is None or not survivors:
        return
    together = joint_name(*(survivor.name for survivor in survivors))[:LONGEST_NAME]
    _name(person.household_id, dict.fromkeys(NAMES, together))


def _name_again(person: Person, death: Death) -> None:
    """The names from before, unless somebody else of the household has died as well."""
    if person.household_id is None or "salutation" not in death.before:
        return
    members = members_of(person.household_id)
    living = [member.name for member in members if member.deceased_on is None]
    together = joint_name(*living)[:LONGEST_NAME]
    all_live = len(living) == len(members)
    _name(
        person.household_id,
        {name: str(death.before[name]) if all_live else together for name in NAMES},
    )


def _name(household_id: int, names: dict[str, str]) -> None:
    household = locked(Household, household_id)
    for name, text in names.items():
        setattr(household, name, text)
