"""Reads about people."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from ngoapp.core.db import session
from ngoapp.core.pages import Page, page_of
from ngoapp.people.models import Person

MOST_FOUND = 20
PAGE = 50


def find_people(text: str) -> Sequence[Person]:
    """People whose name or e-mail address has `text` in it, by name; at most twenty."""
    return session.scalars(
        select(Person).where(name_has(text)).order_by(Person.name_key, Person.id).limit(MOST_FOUND)
    ).all()


def find_person(person_id: int) -> Person | None:
    """The person with this id."""
    return session.get(Person, person_id)


def people_page(text: str, *, number: int) -> Page[Person]:
    """Donors by name, those whose name or e-mail address has `text` in it where any is given."""
    chosen = select(Person).where(name_has(text)) if text.strip() else select(Person)
    with_addresses = chosen.options(selectinload(Person.addresses))
    return page_of(with_addresses.order_by(Person.name_key, Person.id), number, size=PAGE)


def name_has(text: str) -> ColumnElement[bool]:
    """SQL for people whose name or e-mail address has `text` in it, case aside."""
    wanted = f"%{_literal(text.strip().casefold())}%"
    return or_(Person.name_key.like(wanted, escape="\\"), Person.email_key.like(wanted, escape="\\"))


def person_like(*, name: str, email: str | None) -> Person | None:
    """The person with this very name and e-mail address, case aside; nobody where no address is given."""
    if not email:
        return None
    return session.scalars(
        select(Person).where(Person.name_key == name, Person.email_key == email).order_by(Person.id)
    ).first()


def mailbox_of(email: str) -> str:
    """The mailbox that an address names: in lower case, no more. To fold ß into ss would make one of two."""
    return email.strip().lower()


def people_at(mailbox: str) -> list[Person]:
    """Everybody whose mail goes to this very mailbox: several may share one."""
    likely = select(Person).where(Person.email_key == mailbox).options(selectinload(Person.addresses))
    people = session.scalars(likely.order_by(Person.id))
    return [person for person in people if mailbox_of(person.email or "") == mailbox]


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
