"""How a person wishes to be thanked from now on. It names nobody by itself: each gift keeps its own consent."""

from collections.abc import Collection

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.people.models import Consent, Person

NAMING = "naming"
# Where a gift says that its donor agreed to be named, if it was by this wish.
BY_WISH = "standing wish"
WORDING = (
    "From now on, thank me by name on the website, without the amount. I can take this back at any time: my name then"
    " leaves every page at once, though search engines may show a copy for a while."
)


def naming_wish(person_id: int) -> Consent | None:
    """The wish to be thanked by name that a person holds at present."""
    return naming_wishes([person_id]).get(person_id)


def naming_wishes(person_ids: Collection[int]) -> dict[int, Consent]:
    """The wishes of several people, by person; nothing for who wishes to be thanked privately."""
    held = select(Consent).where(
        Consent.person_id.in_(person_ids), Consent.purpose == NAMING, Consent.withdrawn_at.is_(None)
    )
    return {wish.person_id: wish for wish in session.scalars(held.order_by(Consent.id))}


def wish_to_be_named(person_id: int, *, recognition_name: str, wording: str, source: str) -> Consent:
    """From now on this person is thanked under this name. Another name is a new wish; the same changes nothing."""
    person, held = locked(Person, person_id), naming_wish(person_id)
    if held and (held.recognition_name, held.wording) == (recognition_name, wording):
        return held
    if held:
        held.withdrawn_at = clock.now()
    wish = save(
        Consent(
            person_id=person.id,
            purpose=NAMING,
            recognition_name=recognition_name,
            wording=wording,
            source=source,
            given_at=clock.now(),
        )
    )
    audit.record("consent.given", person, purpose=NAMING)
    return wish


def withdraw_naming(person_id: int) -> bool:
    """From now on this person is thanked privately; whether they wished otherwise before."""
    person, held = locked(Person, person_id), naming_wish(person_id)
    if held is None:
        return False
    held.withdrawn_at = clock.now()
    audit.record("consent.withdrawn", person, purpose=NAMING)
    return True
