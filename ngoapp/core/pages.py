"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from ngoapp.core.db import session

Item = TypeVar("Item")
LAST = 10_000  # beyond it nobody turns pages, and the database would have to count in vain


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items of a list; `number` counts from 1, `total` are all items, `size` fit on a page."""

    items: Sequence[Item]
    number: int
    total: int
    size: int

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return self.number * self.size < self.total


def page_of(chosen: Select[Any], number: int, *, size: int) -> Page[Any]:
    """The page `number` of what a select finds, in its order; a number out of bounds is brought within them."""
    number = min(max(number, 1), LAST)
    total = session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
    items = session.scalars(chosen.limit(size).offset((number - 1) * size)).all()
    return Page(items, number, total, size)
