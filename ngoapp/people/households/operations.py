"""Writes about households. Receipts that were issued stay as they are."""

from dataclasses import asdict, dataclass

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, one_at_a_time, save, session
from ngoapp.core.errors import Refused
from ngoapp.people.households.queries import members_of
from ngoapp.people.joint_names import joint_name
from ngoapp.people.models import Household, Person

LONGEST_NAME, LONGEST_IN_PUBLIC = 200, 120
JOINING = "households"


class NotAPerson(Refused):
    """A company or a fund lives in no household."""

    def __init__(self) -> None:
        super().__init__(
            "Only people share a household, and nobody shares one with themselves.", field="other"
        )


class InAnotherHousehold(Refused):
    """Somebody gives together with others already."""

    def __init__(self, person: Person) -> None:
        super().__init__(
            f"{person.name} is in another household. Take them out of that one first.", field="other"
        )


@dataclass(frozen=True, kw_only=True)
class FourNames:
    """What is written on the receipt (legal), on the envelope, after “Dear”, and in public."""

    receipt_name: str
    envelope_name: str
    salutation: str
    public_name: str


def names_of(*people: Person) -> FourNames:
    """The four names as long as nobody has chosen others."""
    name = joint_name(*(person.name for person in people))[:LONGEST_NAME]
    return FourNames(
        receipt_name=name, envelope_name=name, salutation=name, public_name=name[:LONGEST_IN_PUBLIC]
    )


def make_household(
    *members: Person, receipt_name: str, envelope_name: str, salutation: str, public_name: str
) -> Household:
    """Join persons who give together, under the four names that are written on things."""
    household = save(
        Household(
            receipt_name=receipt_name,
            envelope_name=envelope_name,
            salutation=salutation,
            public_name=public_name,
            created_at=clock.now(),
        )
    )
    for member in members:
        member.household_id = household.id
    session.flush()
    audit.record("household.made", household)
    return household


def join(person_id: int, other_id: int) -> Household:
    """Let two people give together: in the household that one of them has, or in a new one under both names.

    A repeat changes nothing. Raises NotAPerson and InAnotherHousehold."""
    one_at_a_time(JOINING)
    person, other = locked(Person, person_id), locked(Person, other_id)
    if person.id == other.id or {person.kind, other.kind} != {"person"}:
        raise NotAPerson
    if person.household_id and other.household_id and person.household_id != other.household_id:
        raise InAnotherHousehold(other)
    known = person.household_id or other.household_id
    if known is None:
        return make_household(person, other, **asdict(names_of(person, other)))
    household = locked(Household, known)
    if person.household_id != other.household_id:
        _take_in(household, other if person.household_id else person)
    return household


def leave(person_id: int) -> None:
    """Let somebody out of their household; the last who is left goes by their own name, too. A repeat does nothing."""
    one_at_a_time(JOINING)
    person = locked(Person, person_id)
    if person.household_id is None:
        return
    household = locked(Household, person.household_id)
    staying = [member for member in members_of(household.id) if member.id != person.id]
    person.household_id = None
    audit.record("household.left", household, person=person.id)
    if len(staying) == 1:
        staying[0].household_id = None
        audit.record("household.ended", household)
    session.flush()


def rename(household_id: int, names: FourNames) -> Household:
    """Write the four names as these people wish; from now on, since what was issued stays. A repeat does nothing."""
    household = locked(Household, household_id)
    wanted = asdict(names)
    if wanted != {name: getattr(household, name) for name in wanted}:
        for name, value in wanted.items():
            setattr(household, name, value)
        audit.record("household.renamed", household)
    return household


def _take_in(household: Household, person: Person) -> None:
    """A name that nobody has changed grows with the household; the others stay as they were chosen."""
    before = asdict(names_of(*members_of(household.id)))
    person.household_id = household.id
    session.flush()
    for name, value in asdict(names_of(*members_of(household.id))).items():
        if getattr(household, name) == before[name]:
            setattr(household, name, value)
    audit.record("household.joined", household, person=person.id)
