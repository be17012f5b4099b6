"""Addresses that mail came back from, as a fact about the people who use them."""

from collections.abc import Collection, Sequence

from sqlalchemy import ScalarSelect, func, select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, session
from ngoapp.people.models import Person

MOST_LISTED = 200


def note_email_bounced(addresses: Collection[str]) -> None:
    """Mail to these addresses came back. Nothing for those who want no e-mail, or whose address was known to fail."""
    theirs = (
        select(Person)
        .where(Person.email_key.in_(list(addresses)), Person.email_bounced_at.is_(None), ~Person.do_not_email)
        .order_by(Person.id)
        .with_for_update()
    )
    for person in session.scalars(theirs).all():
        person.email_bounced_at = clock.now()
        audit.record("person.email_bounced", person)


def email_works(person_id: int) -> None:
    """Staff say that mail gets there again. A repeat does nothing."""
    person = locked(Person, person_id)
    if person.email_bounced_at:
        person.email_bounced_at = None
        audit.record("person.email_works", person)


def people_bounced() -> Sequence[Person]:
    """Those whose mail came back, the latest first."""
    return session.scalars(
        select(Person)
        .where(Person.email_bounced_at.is_not(None))
        .order_by(Person.email_bounced_at.desc(), Person.id.desc())
        .limit(MOST_LISTED)
    ).all()


def piles() -> dict[str, ScalarSelect[int]]:
    """What waits for staff about donors: mail that came back, as a part of a larger question."""
    count = select(func.count(Person.id)).where(Person.email_bounced_at.is_not(None))
    return {"emails_bounced": count.scalar_subquery()}
