"""Employers, the matches that donors hope for, and soft credits."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.core.money import Money
from ngoapp.core.types import FoldedText
from ngoapp.donations.models import Gift
from ngoapp.people.models import Person

POSSIBLE, ASKED, PROMISED, RECEIVED, DECLINED = "possible", "asked", "promised", "received", "declined"
OPEN = (POSSIBLE, ASKED, PROMISED)
ADVISED = text("matching_gift_id IS NULL")


class Employer(Base):
    """What staff know of an employer. `other_names` has one on each line; `person` is who gives when it matches."""

    __tablename__ = "employers"
    __table_args__ = (
        CheckConstraint("matches IN ('yes', 'no', 'unknown')", name="matches"),
        CheckConstraint("form_url = '' OR form_url LIKE 'https://%'", name="form_url"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(FoldedText(120), unique=True)
    other_names: Mapped[str] = mapped_column(Text, default="")
    matches: Mapped[str] = mapped_column(String(10), default="unknown")
    form_url: Mapped[str] = mapped_column(String(500), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("persons.id"))
    updated_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()


class MatchingGift(Base):
    """A match that a donor hopes for: of a donation or a promised check, then of the gift that came of it.

    `employer_name` is as typed, `employer` the one of ours that goes by it. `matched_gift` is the employer's money;
    one check may bring the matches of several people. The one reminder to the donor is due on `remind_on`."""

    __tablename__ = "matching_gifts"
    __table_args__ = (
        CheckConstraint(
            "donation_id IS NOT NULL OR mailed_pledge_id IS NOT NULL OR gift_id IS NOT NULL",
            name="of_something",
        ),
        CheckConstraint("state IN ('possible', 'asked', 'promised', 'received', 'declined')", name="state"),
        CheckConstraint(
            "(state = 'received') = (matched_gift_id IS NOT NULL)", name="received_with_its_gift"
        ),
        CheckConstraint("reminder IN ('none', 'sent', 'off')", name="reminder"),
        CheckConstraint("expected_minor > 0", name="expected_positive"),
        Index("ix_matching_gifts_state", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    donation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("donations.id"), unique=True)
    mailed_pledge_id: Mapped[int | None] = mapped_column(Id, ForeignKey("mailed_pledges.id"), unique=True)
    gift_id: Mapped[int | None] = mapped_column(Id, ForeignKey("gifts.id"), unique=True)
    employer_name: Mapped[str] = mapped_column(String(120))
    employer_id: Mapped[int | None] = mapped_column(Id, ForeignKey("employers.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=POSSIBLE)
    expected_minor: Mapped[int | None] = mapped_column(Id)
    expected_currency: Mapped[str | None] = mapped_column(String(3))
    matched_gift_id: Mapped[int | None] = mapped_column(Id, ForeignKey("gifts.id"), index=True)
    remind_on: Mapped[date | None]
    reminder: Mapped[str] = mapped_column(String(10), default="none")
    noted_at: Mapped[datetime | None]
    # The donor's own link; see core/tokens.
    nonce: Mapped[str] = mapped_column(String(32))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    gift: Mapped[Gift | None] = relationship(foreign_keys=[gift_id])
    matched_gift: Mapped[Gift | None] = relationship(foreign_keys=[matched_gift_id])
    employer: Mapped[Employer | None] = relationship()

    @property
    def expected(self) -> Money | None:
        """What the employer is expected to give, where anybody has said so."""
        if self.expected_minor is None or self.expected_currency is None:
            return None
        return Money(self.expected_minor, self.expected_currency)


class SoftCredit(Base):
    """Whose doing somebody else's gift was: never in income, in sums or on a receipt.

    `match` says why: the employer's gift came about through this person. Without one, the person advised the
    donor-advised fund that gave it; then all of it is theirs."""

    __tablename__ = "soft_credits"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        Index(
            "uq_soft_credits_one_adviser",
            "gift_id",
            unique=True,
            sqlite_where=ADVISED,
            postgresql_where=ADVISED,
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    gift_id: Mapped[int] = mapped_column(Id, ForeignKey("gifts.id"), index=True)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    matching_gift_id: Mapped[int | None] = mapped_column(Id, ForeignKey("matching_gifts.id"), unique=True)
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    created_at: Mapped[datetime]

    gift: Mapped[Gift] = relationship()
    person: Mapped[Person] = relationship()
    match: Mapped[MatchingGift | None] = relationship()
