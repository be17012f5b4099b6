"""Writes about people."""

from ngoapp.core import audit, clock
from ngoapp.core.db import one_at_a_time, save
from ngoapp.people.models import Address, Person
from ngoapp.people.queries import person_like


def find_or_make_person(
    *, name: str, email: str | None = None, phone: str = "", kind: str = "person"
) -> Person:
    """The person with this name and e-mail address; made when there is none.

    Two people who share an address but not a name stay two: nobody gets another's receipts."""
    known = person_like(name=name, email=email)
    if known is None and email:
        one_at_a_time(f"person {name} {email}".casefold())  # two gifts of a new donor may come in at once
        known = person_like(name=name, email=email)
    if known:
        return known
    person = save(
        Person(
            kind=kind,
            name=name,
            name_key=name,
            email=email or None,
            email_key=email or None,
            phone=phone,
            created_at=clock.now(),
        )
    )
    audit.record("person.made", person)
    return person


def change_person(person: Person, *, name: str, email: str | None, phone: str) -> None:
    """Correct what is known of a person (locked by the caller). Gifts keep the names that they came with."""
    if (person.name, person.email, person.phone) == (name, email, phone):
        return
    if person.email != email:
        person.email_bounced_at = None
    person.name = person.name_key = name
    person.email = person.email_key = email
    person.phone = phone
    audit.record("person.changed", person)


def spare(person: Person, *, mail: bool, email: bool) -> None:
    """Send this person (locked by the caller) no letters, or no e-mail; or do so again."""
    if (person.do_not_mail, person.do_not_email) == (mail, email):
        return
    person.do_not_mail, person.do_not_email = mail, email
    audit.record("person.mail_changed", person)


def set_address(person: Person, **parts: str) -> None:
    """Give the person this address (the columns of AddressColumns); the one before ends today and is kept."""
    current = person.address
    if current and current.address_parts() == {**current.address_parts(), **parts}:
        return
    if current:
        current.ended_at = clock.now()
    save(Address(person=person, created_at=clock.now(), **parts))
    audit.record("person.address_changed", person)
