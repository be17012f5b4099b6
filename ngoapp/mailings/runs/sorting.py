"""The order of labels: as the post sorts, by surname, or as people stood in the queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ngoapp.mailings.lines import is_home
from ngoapp.mailings.runs.sharing import surname
from ngoapp.people.countries import country_name, without_accents

if TYPE_CHECKING:
    from ngoapp.mailings.runs.recipients import Recipient

SortKey = Callable[["Recipient"], tuple[object, ...]]


def by_postal_code(home: str) -> SortKey:
    """Our own country first, then the others by name; within each, by postal code."""

    def key(label: Recipient) -> tuple[object, ...]:
        code = label.address.country_code
        abroad = not is_home(code, home)
        return abroad, country_name(code) if abroad else "", label.address.postal_code, *_name(label)

    return key


def by_surname(_home: str) -> SortKey:
    """By the surname of the first on the label."""
    return _name


def as_queued(_home: str) -> SortKey:
    """As the people were given: sorting keeps the order of equals."""
    return lambda label: ()


def _name(label: Recipient) -> tuple[object, ...]:
    return surname(label.people[0]), without_accents(label.address.name)


ORDERS: dict[str, Callable[[str], SortKey]] = {
    "postal_code": by_postal_code,
    "surname": by_surname,
    "queue": as_queued,
}
