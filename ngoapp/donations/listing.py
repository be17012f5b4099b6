"""Lists of gifts for staff, by what is in the address bar."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from ngoapp.core.pages import Page, page_of
from ngoapp.donations.models import METHODS, Gift
from ngoapp.people.models import Person
from ngoapp.people.queries import name_has

PAGE = 50
TO_RELEASE = "to-release"


def gifts_page(
    *, show: str = "", method: str = "", text: str = "", donor_id: int | None = None, number: int = 1
) -> Page[Gift]:
    """Gifts, the newest first: those to release, of a method, of a donor, or with `text` in a name or number."""
    chosen = _narrowed(select(Gift), show, method, text, donor_id)
    with_names = chosen.options(joinedload(Gift.donor), joinedload(Gift.fund))
    return page_of(with_names.order_by(Gift.id.desc()), number, size=PAGE)


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
