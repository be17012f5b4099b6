"""Reads about people."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import selectinload

from ngoapp.core.db import session
from ngoapp.people.models import Person

MOST_FOUND = 20
PAGE = 50


@dataclass(frozen=True)
class PeoplePage:
    """One page of a list."""

    items: Sequence[Person]
    number: int
    total: int

    @property
    def has_previous(self) -> bool:
        """Whether there are some before."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there are more."""
        return self.number * PAGE < self.total


def find_people(text: str) -> Sequence[Person]:
    """People whose name or e-mail address has `text` in it, by name; at most twenty."""
    return session.scalars(
        select(Person).where(name_has(text)).order_by(Person.name_key, Person.id).limit(MOST_FOUND)
    ).all()


def people_page(text: str, *, number: int) -> PeoplePage:
    """Donors by name, those whose name or e-mail address has `text` in it where any is given."""
    chosen = select(Person).where(name_has(text)) if text.strip() else select(Person)
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    number = max(number, 1)
    listed = (
        chosen.options(selectinload(Person.addresses))
        .order_by(Person.name_key, Person.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return PeoplePage(list(session.scalars(listed)), number, total)


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


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
