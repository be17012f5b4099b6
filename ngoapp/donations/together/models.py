"""The second of two donors."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.core.types import FoldedText
from ngoapp.people.models import Person

UNASKED, ASKED, AGREED, DECLINED, STRANGER = "unasked", "asked", "agreed", "declined", "stranger"
ANSWERED = (AGREED, DECLINED, STRANGER)


class SecondDonor(Base):
    """Who gives together with the donor of record: on a donation (and what renews it), or on one gift by mail.

    `public_name` is how the first would like both to be thanked; it shows once the second has agreed, too, and is
    empty where the first wants no such thing. `stranger` is who says that they know nothing of the gift. The
    consent keeps its words, where it came from and the day; who parts ways does so with a day, for later gifts."""

    __tablename__ = "second_donors"
    __table_args__ = (
        CheckConstraint(
            "donation_id IS NOT NULL OR mailed_pledge_id IS NOT NULL OR gift_id IS NOT NULL",
            name="of_something",
        ),
        CheckConstraint("consent IN ('unasked', 'asked', 'agreed', 'declined', 'stranger')", name="consent"),
        CheckConstraint("consent <> 'agreed' OR consent_source <> ''", name="agreed_somewhere"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    donation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("donations.id"), unique=True)
    mailed_pledge_id: Mapped[int | None] = mapped_column(Id, ForeignKey("mailed_pledges.id"), unique=True)
    gift_id: Mapped[int | None] = mapped_column(Id, ForeignKey("gifts.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), default="")
    email_key: Mapped[str] = mapped_column(FoldedText(254), index=True)
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    public_name: Mapped[str] = mapped_column(String(120), default="")
    consent: Mapped[str] = mapped_column(String(10), default=UNASKED)
    consent_wording: Mapped[str] = mapped_column(Text, default="")
    consent_source: Mapped[str] = mapped_column(String(40), default="")
    answered_on: Mapped[date | None]
    # How often they were written to, and when last.
    asked: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    # Their own link; see core/tokens.
    nonce: Mapped[str] = mapped_column(String(32))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    parted_on: Mapped[date | None]

    person: Mapped[Person | None] = relationship()
