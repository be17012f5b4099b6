"""Receipts, the counters that number them, and the links under which donors read theirs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.core.files import StoredFile
from ngoapp.core.money import Money
from ngoapp.donations.models import Gift

ACTIVE = text("state = 'issued'")


class ReceiptCounter(Base):
    """The last number of a series; updated in the transaction that issues, so that no number is lost or used twice."""

    __tablename__ = "receipt_counters"
    __table_args__ = (CheckConstraint("last >= 0", name="last_not_negative"),)

    jurisdiction: Mapped[str] = mapped_column(String(2), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Receipt(Base):
    """A receipt as it was issued. The database refuses to change its facts or to delete it.

    `data` is everything that stands on the paper, `file` the paper itself; `spelled_out` are letters that no font
    could draw. `year` is the year of issue in the organisation's time zone. `sendings` counts how often it was to be
    mailed; `sending_at` is when somebody last asked for that."""

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("jurisdiction", "year", "seq"),
        CheckConstraint("seq > 0", name="seq_positive"),
        CheckConstraint("state IN ('issued', 'replaced', 'void')", name="state"),
        CheckConstraint("(state = 'issued') = (ended_at IS NULL)", name="ended_with_a_day"),
        CheckConstraint("(state = 'issued') = (ended_reason = '')", name="ended_with_a_reason"),
        CheckConstraint("delivery IN ('email', 'post')", name="delivery"),
        Index("uq_receipts_one_active", "gift_id", unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE),
        Index("ix_receipts_to_print", "delivery", "state", "printed_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(String(2))
    year: Mapped[int]
    seq: Mapped[int]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    gift_id: Mapped[int] = mapped_column(Id, ForeignKey("gifts.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(Id, ForeignKey("receipts.id"), unique=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    file_id: Mapped[int] = mapped_column(Id, ForeignKey("stored_files.id"))
    spelled_out: Mapped[str] = mapped_column(String(200), default="")
    issued_at: Mapped[datetime]
    issued_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="issued")
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(String(200), default="")
    delivery: Mapped[str] = mapped_column(String(10))
    sendings: Mapped[int] = mapped_column(default=0)
    sending_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    printed_at: Mapped[datetime | None]

    gift: Mapped[Gift] = relationship()
    file: Mapped[StoredFile] = relationship()
    replaces: Mapped["Receipt | None"] = relationship(remote_side=[id])

    @property
    def amount(self) -> Money:
        """The amount that stands on it."""
        return Money(self.data["amount_minor"], self.data["amount_currency"])

    @property
    def waits(self) -> bool:
        """Whether it is to be mailed and nobody has let it go yet: it waits for the note about money that went back."""
        return (self.state, self.delivery, self.sendings) == ("issued", "email", 0)

    @property
    def paper(self) -> str:
        """What it is called: a receipt, or a letter of thanks that is none."""
        return "receipt" if self.data.get("receipt", True) else "letter"

    @property
    def donor_name(self) -> str:
        """The name that it is made out to."""
        return str(self.data["donor_name"])


class ReceiptLink(Base):
    """A secret address of a receipt, for its donor: good for a year, and staff can take it back."""

    __tablename__ = "receipt_links"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    receipt_id: Mapped[int] = mapped_column(Id, ForeignKey("receipts.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(32))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    receipt: Mapped[Receipt] = relationship()
