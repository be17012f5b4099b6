"""The door of a requester's own page, what stays of requests whose people are forgotten, and when that happened.

Nothing here leads to a request, and nothing to a donor."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core.db import Base, Id


class PageLink(Base):
    """Somebody asked for the link to what a mailbox asked for; whether that is anything, the job finds out.

    `mailbox` is the address in lower case. `expires_at` counts from the moment the mail is made."""

    __tablename__ = "packet_page_links"
    __table_args__ = (Index("ix_packet_page_links_mailbox", "mailbox", "asked_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(254))
    nonce: Mapped[str] = mapped_column(String(32))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class PageVisit(Base):
    """A browser that opened the link of a mailbox, for an hour: what is about health is not left lying open."""

    __tablename__ = "packet_page_visits"
    __table_args__ = (Index("ix_packet_page_visits_mailbox", "mailbox"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(254))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    opened_at: Mapped[datetime]


class PacketCount(Base):
    """How many requests there were whose people are forgotten: by month, place, language, channel, way and kit.

    `month` is the first day of the month in which they asked."""

    __tablename__ = "packet_counts"
    __table_args__ = (
        UniqueConstraint(
            "month",
            "country_code",
            "country_area",
            "language",
            "channel",
            "way",
            "kit",
            name="uq_packet_counts",
        ),
        CheckConstraint("sent >= 0 AND sent <= asked", name="no_more_sent_than_asked"),
        CheckConstraint("returned >= 0 AND returned <= asked", name="no_more_returned_than_asked"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    month: Mapped[date]
    country_code: Mapped[str] = mapped_column(String(2), default="")
    country_area: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(10), default="")
    channel: Mapped[str] = mapped_column(String(10))
    way: Mapped[str] = mapped_column(String(10))
    kit: Mapped[str] = mapped_column(String(120), default="")
    asked: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)


class PacketTurn(Base):
    """How many forgotten requests of a month and channel were sent after so many working days."""

    __tablename__ = "packet_turns"
    __table_args__ = (
        UniqueConstraint("month", "channel", "working_days", name="uq_packet_turns"),
        CheckConstraint("working_days >= 0", name="days"),
        CheckConstraint("requests >= 0", name="requests"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    month: Mapped[date]
    channel: Mapped[str] = mapped_column(String(10))
    working_days: Mapped[int]
    requests: Mapped[int] = mapped_column(default=0)


class PacketPurge(Base):
    """How many of one kind were forgotten on a day because their time had come; a second run that day adds to it."""

    __tablename__ = "packet_purges"
    __table_args__ = (UniqueConstraint("kind", "ran_on", name="uq_packet_purges"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    ran_on: Mapped[date]
    last_ran_at: Mapped[datetime]
    forgotten: Mapped[int] = mapped_column(default=0)
