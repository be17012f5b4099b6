"""Lists of gifts for staff, by what is in the address bar."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from ngoapp.core.db import session
from ngoapp.donations.models import METHODS, Gift
from ngoapp.people.models import Person
from ngoapp.people.queries import name_has

PAGE = 50
TO_RELEASE = "to-release"


@dataclass(frozen=True)
class GiftPage:
    """One page of a list."""

    items: Sequence[Gift]
    number: int
    total: int

    @property
    def has_previous(self) -> bool:
        """Whether there are newer ones."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there are older ones."""
        return self.number * PAGE < self.total


def gifts_page(
    *, show: str = "", method: str = "", text: str = "", donor_id: int | None = None, number: int = 1
) -> GiftPage:
    """Gifts, the newest first: those to release, of a method, of a donor, or with `text` in a name or number."""
    chosen = _narrowed(select(Gift), show, method, text, donor_id)
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    number = max(number, 1)
    listed = (
        chosen.options(joinedload(Gift.donor), joinedload(Gift.fund))
        .order_by(Gift.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return GiftPage(list(session.scalars(listed)), number, total)


def _narrowed(
    chosen: Select[tuple[Gift]], show: str, method: str, text: str, donor_id: int | None
) -> Select[tuple[Gift]]:
    if show == TO_RELEASE:
        chosen = chosen.where(Gift.released_at.is_(None))
    if method in METHODS:
        chosen = chosen.where(Gift.method == method)
    if donor_id is not None:
        chosen = chosen.where(Gift.donor_id == donor_id)
    if text.strip():
        chosen = chosen.outerjoin(Person, Person.id == Gift.donor_id).where(
            or_(name_has(text), Gift.instrument_number == text.strip())
        )
    return chosen
