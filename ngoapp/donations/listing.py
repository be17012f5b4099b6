"""Lists of gifts for staff, by what is in the address bar."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from ngoapp.core.db import HIGHEST_ID
from ngoapp.core.pages import Page, page_of
from ngoapp.donations.models import METHODS, Gift
from ngoapp.people.models import Person
from ngoapp.people.queries import name_has

PAGE = 50
TO_RELEASE = "to-release"


def gifts_page(
    *,
    show: str = "",
    method: str = "",
    text: str = "",
    donor_id: int | None = None,
    fund_id: int | None = None,
    campaign_id: int | None = None,
    number: int = 1,
) -> Page[Gift]:
    """Gifts by their day, those to release as they were entered, the newest first; with `text` in a name (also of who
    advised it) or number."""
    chosen = _narrowed(select(Gift), show, method, text)
    for column, wanted in (
        (Gift.donor_id, donor_id),
        (Gift.fund_id, fund_id),
        (Gift.campaign_id, campaign_id),
    ):
        if wanted is not None:
            chosen = chosen.where(column == max(0, min(wanted, HIGHEST_ID)))
    with_names = chosen.options(joinedload(Gift.donor), joinedload(Gift.fund), joinedload(Gift.campaign))
    newest = (Gift.id.desc(),) if show == TO_RELEASE else (Gift.gift_on.desc(), Gift.id.desc())
    return page_of(with_names.order_by(*newest), number, size=PAGE)


def _narrowed(chosen: Select[tuple[Gift]], show: str, method: str, text: str) -> Select[tuple[Gift]]:
    if show == TO_RELEASE:
        chosen = chosen.where(Gift.released_at.is_(None))
    if method in METHODS:
        chosen = chosen.where(Gift.method == method)
    if text.strip():
        named = select(Person.id).where(name_has(text))
        theirs = or_(Gift.donor_id.in_(named), Gift.adviser_id.in_(named))
        chosen = chosen.where(or_(theirs, Gift.instrument_number == text.strip()))
    return chosen
