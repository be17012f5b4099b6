"""Other ways to give (stock, a donor-advised fund, an IRA, a will, an employer), in words that staff keep up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core import audit, clock
from ngoapp.core.db import Base, Id, locked, session


class Way(Base):
    """One way to give besides card and check. Its first text comes with the migration; from then on it is staff's."""

    __tablename__ = "ways"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    shown: Mapped[bool]
    updated_at: Mapped[datetime]


def all_ways() -> Sequence[Way]:
    """Every way, in its order."""
    return session.scalars(select(Way).order_by(Way.position, Way.id)).all()


def shown_ways() -> Sequence[Way]:
    """The ways that donors see."""
    return session.scalars(select(Way).where(Way.shown).order_by(Way.position, Way.id)).all()


def change_way(way_id: int, *, title: str, body: str, shown: bool) -> None:
    """Give a way other words, or take it off the page. Nothing is noted where nothing changes."""
    way = locked(Way, way_id)
    if (way.title, way.body, way.shown) == (title, body, shown):
        return
    way.title, way.body, way.shown, way.updated_at = title, body, shown, clock.now()
    audit.record("way.changed", way)
