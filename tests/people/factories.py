"""People for tests."""

from ngoapp.people.households.operations import join
from ngoapp.people.models import Household, Person
from ngoapp.people.operations import find_or_make_person, set_address

HOME = {
    "street_address": "120 Lake St W",
    "city": "Minneapolis",
    "country_area": "MN",
    "postal_code": "55408",
    "country_code": "US",
}


def make_person(name: str = "Jack and Elizabeth Lewis", email: str | None = "lewis@example.org") -> Person:
    """A donor."""
    return find_or_make_person(name=name, email=email)


def make_person_at_home(name: str = "Ruth Berg", email: str | None = None, **parts: str) -> Person:
    """A donor with a postal address."""
    person = make_person(name, email)
    set_address(person, **{**HOME, **parts})
    return person


def make_joint_household(first: str = "Ana Ruiz", second: str = "Ben Cho") -> Household:
    """Two people who give together."""
    return join(
        make_person(first, f"{first[:3].lower()}@example.org").id,
        make_person(second, f"{second[:3].lower()}@example.org").id,
    )
