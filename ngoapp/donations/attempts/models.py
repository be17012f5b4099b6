"""The ledger of attempts, the times when the form paused, and runs of test charges that staff give back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from ngoapp.accounts.models import User
from ngoapp.core.db import Base, Id
from ngoapp.core.money import Money
from ngoapp.core.types import one_of

# What became of a filled-in form (the first five), and what Stripe told of a payment.
OUTCOMES = ("let", "asked", "stopped", "paused", "linked", "paid", "declined")
WAYS = ("form", "link")
DIGEST = 32


class Attempt(Base):
    """One try: a form that was sent, a payment that went through, a card that was declined. Kept for thirty days.

    `source` (a block of addresses), `mailbox`, `seal` (the rendered form) and `card` are keyed digests: they can be
    compared and counted, and tell nobody's address. `action_key` is the donation's, if one came of it."""

    __tablename__ = "attempts"
    __table_args__ = (
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome"),
        CheckConstraint(one_of("way", WAYS), name="way"),
        CheckConstraint("(outcome IN ('paid', 'declined')) = (charge_id IS NOT NULL)", name="charge"),
        Index("ix_attempts_outcome", "outcome", "at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    hour: Mapped[int] = mapped_column(Id, index=True)  # since 1970, to count by on either database
    outcome: Mapped[str] = mapped_column(String(10))
    way: Mapped[str] = mapped_column(String(4), default="form")
    action_key: Mapped[str] = mapped_column(String(64), index=True)
    source: Mapped[str] = mapped_column(String(DIGEST), default="", index=True)
    mailbox: Mapped[str] = mapped_column(String(DIGEST), default="")
    seal: Mapped[str] = mapped_column(String(DIGEST), default="")
    card: Mapped[str] = mapped_column(String(DIGEST), default="", index=True)
    charge_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    hasty: Mapped[bool] = mapped_column(default=False)
    proven: Mapped[bool] = mapped_column(default=False)


class FormPause(Base):
    """A time in which the form took no cards: begun by itself or by staff, ended by staff or after a calm while.

    At most one is open: `is_open` is true or nothing."""

    __tablename__ = "form_pauses"
    __table_args__ = (
        CheckConstraint("(is_open IS NULL) = (ended_at IS NOT NULL)", name="open_or_ended"),
        CheckConstraint("is_open IS NULL OR is_open", name="open_is_true"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    is_open: Mapped[bool | None] = mapped_column(default=True, unique=True)
    began_at: Mapped[datetime]
    began_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))

    began_by: Mapped[User | None] = relationship(foreign_keys=began_by_id)
    ended_by: Mapped[User | None] = relationship(foreign_keys=ended_by_id)


class RefundRun(Base):
    """Test charges that staff gave back in one step; its refunds are named after it."""

    __tablename__ = "refund_runs"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    run_key: Mapped[str] = mapped_column(String(64), unique=True)
    why: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"))
    asked_at: Mapped[datetime]

    asked_by: Mapped[User] = relationship()

    @property
    def prefix(self) -> str:
        """What the names of its refund requests begin with."""
        return f"run-{self.id}-"
