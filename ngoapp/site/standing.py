"""How a donor is thanked from now on: the wish itself, and the names that leave with it."""

from sqlalchemy import select

from ngoapp.acknowledgments.operations import LONGEST_NAME, NameNotFit, decline_to_be_named
from ngoapp.core.db import session
from ngoapp.donations.advised.queries import addressed_to
from ngoapp.donations.models import Gift
from ngoapp.people.naming import BY_WISH, WORDING, wish_to_be_named, withdraw_naming


def thank_by_name(person_id: int, *, recognition_name: str, source: str) -> None:
    """From now on, thank this person under this name; gifts of before stay as they are. Raises NameNotFit."""
    name = " ".join(recognition_name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NameNotFit
    wish_to_be_named(person_id, recognition_name=name, wording=WORDING, source=source)


def thank_privately(person_id: int, *, earlier_too: bool) -> None:
    """From now on, thank this person privately. Names that were shown by their wish are gone with the next request.

    With `earlier_too`, so are those that they agreed to gift by gift."""
    withdraw_naming(person_id)
    named = select(Gift.id).where(addressed_to([person_id]), ~Gift.anonymous)
    if not earlier_too:
        named = named.where(Gift.consent_source == BY_WISH)
    for gift_id in session.scalars(named.order_by(Gift.id)).all():
        decline_to_be_named(gift_id, reason="donor")
