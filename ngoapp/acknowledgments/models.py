"""Public thanks for gifts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.donations.models import Gift


class Acknowledgment(Base):
    """Public thanks for one gift, under the name the donor chose. The consent that holds is kept with the gift, and
    every one that was given since it came is a `NameConsent`."""

    __tablename__ = "acknowledgments"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name="state"),
        CheckConstraint("length(recognition_name) BETWEEN 1 AND 120", name="recognition_name_length"),
        Index("ix_acknowledgments_state", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    gift_id: Mapped[int] = mapped_column(Id, ForeignKey("gifts.id"), unique=True)
    recognition_name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(String(240))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    drafted_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    gift: Mapped[Gift] = relationship()


class NameConsent(Base):
    """One time that a donor agreed to be named for a gift: under which name, to which words, where and when."""

    __tablename__ = "name_consents"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    gift_id: Mapped[int] = mapped_column(Id, ForeignKey("gifts.id"), index=True)
    recognition_name: Mapped[str] = mapped_column(String(120))
    wording: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(40))
    agreed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
