"""Days on which nothing is posted."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core.db import Base, Id


class OfficeClosure(Base):
    """A holiday, or a stretch of days, on which the office is closed; both ends are closed days."""

    __tablename__ = "packet_closures"
    __table_args__ = (CheckConstraint("last_on >= first_on", name="last_after_first"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    first_on: Mapped[date] = mapped_column(index=True)
    last_on: Mapped[date] = mapped_column(index=True)
