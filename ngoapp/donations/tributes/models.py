"""Tributes as donors wrote them, the people they honor, and the letters that tell their families."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.core.types import one_of
from ngoapp.donations.models import Donation, Gift

HONOR, MEMORY = "honor", "memory"
KINDS = {HONOR: "In honor of", MEMORY: "In memory of"}
NOBODY, EMAIL, POST = "nobody", "email", "post"
NONE = "none"  # a family that wants to hear no more
ANSWERS = ("unasked", "asked", "agreed", "declined")
NOTICE_STATES = ("held", "sent", "to_print", "printed", "corrected", "left", "stopped", "dropped")
NOT_YET_OUT = ("held", "to_print")
OUT = ("sent", "printed")
UNDONE = ("stopped", "dropped")  # whoever is named in these is still to be told of


class Honouree(Base):
    """Somebody in whose honor or memory people give: one running record, however each donor spells the name.

    `answer` is the newest of its answers: whether the honoree, or the family, lets us name them in public.
    One that turned out to be somebody we have already is merged into that one and kept."""

    __tablename__ = "honourees"
    __table_args__ = (
        CheckConstraint(one_of("kind", tuple(KINDS)), name="kind"),
        CheckConstraint(one_of("answer", ANSWERS), name="answer"),
        CheckConstraint("length(name) BETWEEN 1 AND 120", name="name_length"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        Index("ix_honourees_name_key", "name_key"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(240))
    answer: Mapped[str] = mapped_column(String(10), default="unasked")
    merged_into_id: Mapped[int | None] = mapped_column(Id, ForeignKey("honourees.id"), index=True)
    made_at: Mapped[datetime]

    recipients: Mapped[list["TributeRecipient"]] = relationship(
        back_populates="honouree", order_by="TributeRecipient.id"
    )
    tributes: Mapped[list["Tribute"]] = relationship(back_populates="honouree", order_by="Tribute.id")

    @property
    def called(self) -> str:
        """“In memory of Ann Miller”."""
        return f"{KINDS[self.kind]} {self.name}"


class HonoureeAnswer(Base):
    """That somebody was asked whether an honoree may be named in public, or what they said; rows are only added.

    A question that went out by e-mail has a link of its own; the database keeps its hash."""

    __tablename__ = "honouree_answers"
    __table_args__ = (
        CheckConstraint(one_of("answer", ANSWERS[1:]), name="answer"),
        CheckConstraint("wording <> ''", name="wording_kept"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    honouree_id: Mapped[int] = mapped_column(Id, ForeignKey("honourees.id"), index=True)
    answer: Mapped[str] = mapped_column(String(10))
    wording: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(40))
    answered_on: Mapped[date]
    recorded_at: Mapped[datetime]
    # Of a question by e-mail only.
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    nonce: Mapped[str] = mapped_column(String(32), default="")
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)

    honouree: Mapped[Honouree] = relationship()


class TributeRecipient(Base):
    """Whom to tell of gifts for an honoree: a family member, as donors named them and staff corrected it.

    `address` is what goes into the window of the envelope below the name, as typed."""

    __tablename__ = "tribute_recipients"
    __table_args__ = (
        CheckConstraint(one_of("channel", (EMAIL, POST, NONE)), name="channel"),
        CheckConstraint(f"channel <> '{EMAIL}' OR email <> ''", name="email_to_write_to"),
        CheckConstraint(f"channel <> '{POST}' OR address <> ''", name="address_to_write_to"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    honouree_id: Mapped[int] = mapped_column(Id, ForeignKey("honourees.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    channel: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]

    honouree: Mapped[Honouree] = relationship(back_populates="recipients")


class Tribute(Base):
    """What one donor wrote about whom they give for. It belongs to a donation, a promised check or a mailed gift.

    `gift_id` is the gift with which it came into force; until then there is no honoree and nobody to tell."""

    __tablename__ = "tributes"
    __table_args__ = (
        CheckConstraint(
            "donation_id IS NOT NULL OR mailed_pledge_id IS NOT NULL OR gift_id IS NOT NULL", name="origin"
        ),
        CheckConstraint("honouree_id IS NULL OR gift_id IS NOT NULL", name="honouree_with_its_gift"),
        CheckConstraint("recipient_id IS NULL OR honouree_id IS NOT NULL", name="recipient_of_honouree"),
        CheckConstraint(one_of("kind", tuple(KINDS)), name="kind"),
        CheckConstraint(one_of("tell", (NOBODY, EMAIL, POST)), name="tell"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    donation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("donations.id"), unique=True)
    mailed_pledge_id: Mapped[int | None] = mapped_column(Id, ForeignKey("mailed_pledges.id"), unique=True)
    gift_id: Mapped[int | None] = mapped_column(Id, ForeignKey("gifts.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    honouree_name: Mapped[str] = mapped_column(String(120))
    occasion: Mapped[str] = mapped_column(String(120), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    tell: Mapped[str] = mapped_column(String(10), default=NOBODY)
    recipient_name: Mapped[str] = mapped_column(String(120), default="")
    recipient_email: Mapped[str] = mapped_column(String(254), default="")
    recipient_address: Mapped[str] = mapped_column(Text, default="")
    # Whether the family may learn who gave; and under which name, where it is not the one on the gift.
    donor_named: Mapped[bool] = mapped_column(default=True)
    donor_name: Mapped[str] = mapped_column(String(200), default="")
    honouree_id: Mapped[int | None] = mapped_column(Id, ForeignKey("honourees.id"), index=True)
    recipient_id: Mapped[int | None] = mapped_column(Id, ForeignKey("tribute_recipients.id"), index=True)
    made_at: Mapped[datetime]

    donation: Mapped[Donation | None] = relationship()
    gift: Mapped[Gift | None] = relationship()
    honouree: Mapped[Honouree | None] = relationship(back_populates="tributes")
    recipient: Mapped[TributeRecipient | None] = relationship()

    @property
    def called(self) -> str:
        """“In memory of Ann Miller”, as the donor wrote it."""
        return f"{KINDS[self.kind]} {self.honouree_name}"

    @property
    def in_a_sentence(self) -> str:
        """“in memory of Ann Miller”."""
        return f"{KINDS[self.kind].lower()} {self.honouree_name}"


class TributeNotice(Base):
    """A letter to a family that staff released: which tributes it tells of, and the words once they are out.

    `data` is everything that stands in it, written down when it is printed or leaves; see letter.py. One that was
    misspelled is corrected by a later one and stays as it was."""

    __tablename__ = "tribute_notices"
    __table_args__ = (
        CheckConstraint(one_of("channel", (EMAIL, POST)), name="channel"),
        CheckConstraint(one_of("state", NOTICE_STATES), name="state"),
        CheckConstraint(
            "state NOT IN ('sent', 'printed', 'corrected') OR data IS NOT NULL", name="told_in_words"
        ),
        Index("ix_tribute_notices_state", "state"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    recipient_id: Mapped[int] = mapped_column(Id, ForeignKey("tribute_recipients.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    corrects_id: Mapped[int | None] = mapped_column(Id, ForeignKey("tribute_notices.id"), index=True)
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    released_at: Mapped[datetime]
    out_at: Mapped[datetime | None]

    recipient: Mapped[TributeRecipient] = relationship()
    corrects: Mapped["TributeNotice | None"] = relationship(remote_side=[id])
    lines: Mapped[list["TributeNoticeLine"]] = relationship(
        back_populates="notice", order_by="TributeNoticeLine.id"
    )


class TributeNoticeLine(Base):
    """One tribute in a letter."""

    __tablename__ = "tribute_notice_lines"
    __table_args__ = (Index("uq_tribute_notice_lines_once", "notice_id", "tribute_id", unique=True),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    notice_id: Mapped[int] = mapped_column(Id, ForeignKey("tribute_notices.id"))
    tribute_id: Mapped[int] = mapped_column(Id, ForeignKey("tributes.id"), index=True)

    notice: Mapped[TributeNotice] = relationship(back_populates="lines")
    tribute: Mapped[Tribute] = relationship()
