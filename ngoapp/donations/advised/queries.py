"""Reads about whose doing a gift was."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select

from ngoapp.core.db import HIGHEST_ID, session
from ngoapp.core.errors import NotThere
from ngoapp.donations.history import whole
from ngoapp.donations.models import Gift


def addressed_to(person_ids: Collection[int]) -> ColumnElement[bool]:
    """SQL for gifts whose paper goes to one of these: the adviser of a donor-advised fund, else the donor."""
    return func.coalesce(Gift.adviser_id, Gift.donor_id).in_(person_ids)


def gifts_advised_by(person_ids: Collection[int]) -> Sequence[Gift]:
    """Gifts of donor-advised funds that these people advised, newest first; only what staff have released."""
    theirs = select(Gift).where(Gift.adviser_id.in_(person_ids), Gift.released_at.is_not(None))
    return session.scalars(whole(theirs).order_by(Gift.gift_on.desc(), Gift.id.desc())).all()


def gift_named_for(person_ids: Collection[int], gift_id: int) -> Gift:
    """A released gift, if one of these is whom we thank by name for it: who advised the fund, else the donor.

    Raises NotThere."""
    theirs = select(Gift).where(Gift.id == gift_id, addressed_to(person_ids), Gift.released_at.is_not(None))
    gift = session.scalars(whole(theirs)).first() if gift_id <= HIGHEST_ID else None
    if gift is None:
        raise NotThere
    return gift
