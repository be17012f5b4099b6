"""Print runs as they were printed. What is written here is never changed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.accounts.models import User
from ngoapp.core.db import Base, Id
from ngoapp.core.types import one_of
from ngoapp.people.models import Person

REASONS = {
    "died": "Has died",
    "no_mail": "Wants no mail",
    "no_address": "No postal address",
    "returned": "Mail came back",
    "incomplete": "Address incomplete",
    "twice": "On the list twice",
    "no_room": "Does not fit the label",
}


class PrintRun(Base):
    """Addresses that were printed together: on these sheets (or envelopes), from this label on.

    `chosen` says in words who was to get one. The same form sent twice is one run."""

    __tablename__ = "print_runs"
    __table_args__ = (
        CheckConstraint("start >= 1", name="start"),
        CheckConstraint("count >= 1", name="count"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    chosen: Mapped[str] = mapped_column(String(400))
    stock: Mapped[str] = mapped_column(String(40))
    start: Mapped[int]
    count: Mapped[int]
    printed_at: Mapped[datetime]
    printed_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))

    printed_by: Mapped[User | None] = relationship()


class PrintedAddress(Base):
    """One label of a run, with its lines as they were printed: it can be printed again as it was."""

    __tablename__ = "printed_addresses"
    __table_args__ = (UniqueConstraint("run_id", "position"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    run_id: Mapped[int] = mapped_column(Id, ForeignKey("print_runs.id"))
    position: Mapped[int]
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    lines: Mapped[str] = mapped_column(Text)


class LeftOutOfRun(Base):
    """Somebody who was chosen and got no label, and why."""

    __tablename__ = "left_out_of_print_runs"
    __table_args__ = (
        UniqueConstraint("run_id", "person_id"),
        CheckConstraint(one_of("why", tuple(REASONS)), name="why"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    run_id: Mapped[int] = mapped_column(Id, ForeignKey("print_runs.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    why: Mapped[str] = mapped_column(String(20))

    person: Mapped[Person] = relationship()

    @property
    def reason(self) -> str:
        """Why, in words."""
        return REASONS[self.why]
