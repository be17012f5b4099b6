"""Reads of kits and items."""

from collections.abc import Sequence

from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.packets.kits.models import Item


def all_items() -> Sequence[Item]:
    """Every item, by name."""
    return session.scalars(select(Item).order_by(Item.name)).all()
