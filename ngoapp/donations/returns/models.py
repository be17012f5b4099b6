"""What goes with money that goes back: disputes, refunds that staff ask for, and notes that tell the donor."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from ngoapp.accounts.models import User
from ngoapp.core.db import Base, Id
from ngoapp.core.money import Money
from ngoapp.core.types import one_of
from ngoapp.donations.models import Gift

REQUEST_STATES = ("waiting", "released", "sent", "arrived", "failed", "withdrawn")
NOTE_KINDS = ("refund", "refund_failed", "dispute", "dispute_reversal", "bounced")
NOTE_STATES = ("held", "released", "sent", "dropped")
ENDED = ("won", "lost", "warning_closed", "prevented")
TO_ANSWER = ("needs_response", "warning_needs_response")


class Dispute(Base):
    """A bank that asks for a donor's money back, as Stripe tells it now. What moved is in the gift's movements.

    `status` is Stripe's own word; one that begins with `warning_` only asks and has taken nothing."""

    __tablename__ = "disputes"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    gift_id: Mapped[int] = mapped_column(Id, ForeignKey("gifts.id"), index=True)
    stripe_id: Mapped[str] = mapped_column(String(120), unique=True)
    status: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(60))
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    opened_at: Mapped[datetime]
    answer_by: Mapped[datetime | None]
    updated_at: Mapped[datetime]

    gift: Mapped[Gift] = relationship()

    @property
    def waits_for_us(self) -> bool:
        """Whether Stripe waits for our answer."""
        return self.status in TO_ANSWER


class RefundRequest(Base):
    """A refund that staff asked for: one rendered form, one request, one refund at Stripe.

    What is above the organisation's limit waits for a second person; the database refuses the first one as second."""

    __tablename__ = "refund_requests"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint(one_of("state", REQUEST_STATES), name="state"),
        CheckConstraint(
            "NOT needs_second OR state IN ('waiting', 'withdrawn')"
            " OR (released_by_id IS NOT NULL AND released_by_id <> asked_by_id)",
            name="second_person",
        ),
        Index("ix_refund_requests_state", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    gift_id: Mapped[int] = mapped_column(Id, ForeignKey("gifts.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    reason: Mapped[str] = mapped_column(String(30))
    why: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10))
    needs_second: Mapped[bool]
    asked_by_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    released_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id"))
    released_at: Mapped[datetime | None]
    refund_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    problem: Mapped[str] = mapped_column(String(120), default="")
    updated_at: Mapped[datetime]

    gift: Mapped[Gift] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=asked_by_id)
    released_by: Mapped[User | None] = relationship(foreign_keys=released_by_id)


class DonorNote(Base):
    """A word to the donor about money that went back, held until staff release it: whoever disputes a charge may
    never have heard of us. A receipt that changed with it waits for it.

    `delivery` is how it goes when it is released: by e-mail, or on paper; `sent_at` is when it left, or was printed."""

    __tablename__ = "donor_notes"
    __table_args__ = (
        UniqueConstraint("kind", "source"),
        CheckConstraint(one_of("kind", NOTE_KINDS), name="kind"),
        CheckConstraint(one_of("state", NOTE_STATES), name="state"),
        CheckConstraint(one_of("delivery", ("email", "post")), name="delivery"),
        Index("ix_donor_notes_state", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    gift_id: Mapped[int] = mapped_column(Id, ForeignKey("gifts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(120))
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    state: Mapped[str] = mapped_column(String(10), default="held")
    delivery: Mapped[str] = mapped_column(String(10), default="email")
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]

    gift: Mapped[Gift] = relationship()
