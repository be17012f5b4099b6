"""Payouts as Stripe tells them, and the moves that were paid out with each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from ngoapp.accounts.models import User
from ngoapp.core.db import Base, Id
from ngoapp.core.money import Money


class Payout(Base):
    """Money that Stripe sent to our bank, or took from it where more went back than came.

    `listed_at` is when Stripe told what is in it, once and for good; `tied_at` when all of that was found in our books.
    What does not tie out, staff look into, and say in `note` what they found."""

    __tablename__ = "payouts"
    __table_args__ = (
        CheckConstraint("(noted_at IS NULL) = (note = '')", name="noted_with_words"),
        Index("ix_payouts_untied", "tied_at", "noted_at"),
        Index("ix_payouts_made_at", "made_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    stripe_id: Mapped[str] = mapped_column(String(120), unique=True)
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    status: Mapped[str] = mapped_column(String(20))
    arrives_on: Mapped[date]
    made_at: Mapped[datetime]
    listed_at: Mapped[datetime | None]
    tied_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime | None]
    noted_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    updated_at: Mapped[datetime]

    noted_by: Mapped[User | None] = relationship()


class PayoutLine(Base):
    """One move on Stripe's balance that was paid out; it can be paid out once.

    `kind` and `source` name the movement that it should be in our books; `stripe` is what Stripe settles with us
    beside all gifts, `other` what nobody knows. The payout has changed by `amount` less `fee`."""

    __tablename__ = "payout_lines"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('payment', 'refund', 'refund_failed', 'dispute', 'dispute_reversal', 'stripe', 'other')",
            name="kind",
        ),
        Index("ix_payout_lines_movement", "kind", "source"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    payout_id: Mapped[int] = mapped_column(Id, ForeignKey("payouts.id"), index=True)
    move_id: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(120))
    category: Mapped[str] = mapped_column(String(60))
    amount_minor: Mapped[int] = mapped_column(Id)
    fee_minor: Mapped[int] = mapped_column(Id)
    currency: Mapped[str] = mapped_column(String(3))
    moved_at: Mapped[datetime]

    payout: Mapped[Payout] = relationship()

    @property
    def amount(self) -> Money:
        """What came or went, before Stripe's fee."""
        return Money(self.amount_minor, self.currency)

    @property
    def fee(self) -> Money:
        """What Stripe kept of it."""
        return Money(self.fee_minor, self.currency)

    @property
    def net(self) -> Money:
        """What the payout holds of it."""
        return Money(self.amount_minor - self.fee_minor, self.currency)
