"""What Stripe asks the donor of a recurring gift for, each time, and what came of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.core.money import Money
from ngoapp.donations.models import Donation, Gift, RecurringPlan

ACCEPTED = "accepted"  # in place of a reason: staff have looked, and it is right


class PlanInvoice(Base):
    """One of Stripe's invoices under a plan; it becomes one gift at most.

    One that is `paid` and has no gift waits until staff have said whose plan it is. `failed` is one that Stripe
    has tried to charge in vain and tries again, `void` one of which nothing comes any more."""

    __tablename__ = "plan_invoices"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'failed', 'paid', 'void')", name="state"),
        CheckConstraint("gift_id IS NULL OR state = 'paid'", name="gift_of_a_paid_one"),
        Index("ix_plan_invoices_state", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    plan_id: Mapped[int] = mapped_column(Id, ForeignKey("recurring_plans.id"), index=True)
    invoice_id: Mapped[str] = mapped_column(String(120), unique=True)
    gift_id: Mapped[int | None] = mapped_column(Id, ForeignKey("gifts.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    # Why staff have to look at it.
    reason: Mapped[str] = mapped_column(String(120), default="")
    made_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    plan: Mapped[RecurringPlan] = relationship()
    gift: Mapped[Gift | None] = relationship()


class PastAmount(Base):
    """What a plan asked for until it was changed: an invoice made by then may be paid, or told, after."""

    __tablename__ = "plan_past_amounts"
    __table_args__ = (
        UniqueConstraint("plan_id", "amount_minor", "amount_currency", name="uq_plan_past_amounts_amount"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    plan_id: Mapped[int] = mapped_column(Id, ForeignKey("recurring_plans.id"))
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")


class SecondPlan(Base):
    """A subscription too many: its donation had one already. `ended_at` is when it was ended and what it took given
    back, as far as Stripe did that."""

    __tablename__ = "second_plans"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    donation_id: Mapped[int] = mapped_column(Id, ForeignKey("donations.id"), index=True)
    subscription_id: Mapped[str] = mapped_column(String(120), unique=True)
    found_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    donation: Mapped[Donation] = relationship()
