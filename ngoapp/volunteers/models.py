"""Volunteers and what coordinators note about them."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.accounts.models import User
from ngoapp.core.db import Base, Id
from ngoapp.core.types import FoldedText, one_of
from ngoapp.volunteers.choices import AGE_BANDS, STATES


class Volunteer(Base):
    """Somebody who offered to help. An age band, never a birth date."""

    __tablename__ = "volunteers"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("age_band", AGE_BANDS), name="age_band"),
        CheckConstraint("age_band <> 'under_18' OR guardian_name <> ''", name="minor_has_guardian"),
        Index("ix_volunteers_state", "state", "applied_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="applied")
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(FoldedText(254), index=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    age_band: Mapped[str] = mapped_column(String(10))
    guardian_name: Mapped[str] = mapped_column(String(200), default="")
    guardian_contact: Mapped[str] = mapped_column(String(254), default="")
    interests: Mapped[list[str]] = mapped_column(JSON)
    languages: Mapped[str] = mapped_column(String(200), default="")
    skills: Mapped[str] = mapped_column(Text, default="")
    availability: Mapped[list[str]] = mapped_column(JSON)
    message: Mapped[str] = mapped_column(Text, default="")
    consent_wording: Mapped[str] = mapped_column(Text)
    applied_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    notes: Mapped[list["VolunteerNote"]] = relationship(
        back_populates="volunteer", order_by="VolunteerNote.id.desc()"
    )


class VolunteerNote(Base):
    """What a coordinator wrote down, and who it was."""

    __tablename__ = "volunteer_notes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    volunteer_id: Mapped[int] = mapped_column(Id, ForeignKey("volunteers.id"), index=True)
    author_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]

    volunteer: Mapped[Volunteer] = relationship(back_populates="notes")
    author: Mapped[User] = relationship()
