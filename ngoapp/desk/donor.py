"""All that staff want to know of a donor on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from ngoapp.core.db import found
from ngoapp.donations.history import GivenInAll, given_in_all, latest_gifts
from ngoapp.donations.models import Gift, RecurringPlan
from ngoapp.donations.recurring.own import plans_of
from ngoapp.people.consents import consents_of
from ngoapp.people.deaths import standing_death
from ngoapp.people.households.queries import members_of
from ngoapp.people.models import Consent, Death, Person

LATEST = 8


@dataclass(frozen=True)
class DonorRecord:
    """A donor, those of the household, what they gave and agreed to, and whether they have died."""

    person: Person
    others: Sequence[Person]
    in_all: Sequence[GivenInAll]
    gifts: Sequence[Gift]
    plans: Sequence[RecurringPlan]
    consents: Sequence[Consent]
    death: Death | None


def record_of(person_id: int) -> DonorRecord:
    """The record of a donor. Raises NotThere."""
    person = found(Person, person_id)
    return DonorRecord(
        person=person,
        others=_others_of(person),
        in_all=given_in_all(person_id),
        gifts=latest_gifts(person_id, LATEST),
        plans=plans_of([person_id]),
        consents=consents_of([person_id])[::-1],
        death=standing_death(person_id),
    )


def _others_of(person: Person) -> Sequence[Person]:
    if person.household_id is None:
        return []
    return [member for member in members_of(person.household_id) if member.id != person.id]
