"""Calls, notes from one shift to the next, what to say, and who must not be put on a list again.

Calls are health data as requests are: no foreign key leads from here to people or gifts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.accounts.models import User
from ngoapp.core.db import Base, Id
from ngoapp.core.types import one_of
from ngoapp.packets.calls.wording import ABOUT, ENDS, KINDS, PRESSED, SAFE


class Call(Base):
    """Somebody called, or left a message. It is open while they wait to be called back; one of us has it at a time.

    `safe`: whether a message may be left on their phone; empty is not asked, and then none is left."""

    __tablename__ = "call_entries"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint(one_of("about", ABOUT), name="about"),
        CheckConstraint(one_of("safe", SAFE), name="safe"),
        CheckConstraint(one_of("ended", ("", *ENDS)), name="ended"),
        CheckConstraint("(ended <> '') = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("(claimed_by_id IS NULL) = (claimed_at IS NULL)", name="claimed_by_somebody"),
        CheckConstraint("claimed_at IS NULL OR closed_at IS NULL", name="only_open_calls_are_claimed"),
        CheckConstraint("closed_at IS NOT NULL OR phone <> ''", name="a_number_to_call_back"),
        CheckConstraint("ended <> 'message_left' OR safe = 'yes'", name="messages_only_where_safe"),
        CheckConstraint("erased_at IS NULL OR closed_at IS NOT NULL", name="erased_after_closing"),
        CheckConstraint("tries >= 0", name="tries"),
        Index("ix_call_entries_open", "closed_at", "heard_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    phone_key: Mapped[str] = mapped_column(String(40), default="", index=True)
    safe: Mapped[str] = mapped_column(String(10), default="")
    safe_name: Mapped[str] = mapped_column(String(120), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    call_back_on: Mapped[date | None]
    call_back_when: Mapped[str] = mapped_column(String(80), default="")
    heard_at: Mapped[datetime]
    operator_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    claimed_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    claimed_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    ended: Mapped[str] = mapped_column(String(20), default="")
    closed_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    operator: Mapped[User | None] = relationship(foreign_keys=[operator_id])
    claimed_by: Mapped[User | None] = relationship(foreign_keys=[claimed_by_id])

    @property
    def who(self) -> str:
        """What to call them in a list."""
        return self.name or self.phone or f"Call {self.id}"

    @property
    def standing(self) -> tuple[str, str]:
        """Where it stands, in words and as a tag's tone."""
        if self.ended:
            return ENDS[self.ended], "done" if self.ended in {"reached", "message_left"} else "quiet"
        if self.claimed_by:
            return f"{self.claimed_by.name} has it", "waiting"
        return "To call back", "new"

    @property
    def can_be_reopened(self) -> bool:
        """Whether it was ended by a press that can be taken back: somebody was to be called, and we still know whom."""
        return self.ended in PRESSED and bool(self.phone)


class ShiftNote(Base):
    """From one shift to the next, shown to whoever comes until somebody has read it."""

    __tablename__ = "call_notes"
    __table_args__ = (
        CheckConstraint("(read_by_id IS NULL) = (read_at IS NULL)", name="read_by_somebody"),
        Index("ix_call_notes_unread", "read_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    read_at: Mapped[datetime | None]
    read_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    erased_at: Mapped[datetime | None]

    written_by: Mapped[User | None] = relationship(foreign_keys=[written_by_id])


class CallScript(Base):
    """What to say, written by staff; those for a crisis stand first."""

    __tablename__ = "call_scripts"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text)
    crisis: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]


class TakenOff(Base):
    """Somebody wants to be on no list. Only digests under our own key are kept: nobody can be read out of them."""

    __tablename__ = "packet_taken_off"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    digest: Mapped[str] = mapped_column(String(32), unique=True)
    since: Mapped[datetime]
