"""How donors get to their own page: links by mail, and the devices that have used one."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core.db import Base, Id


class GivingLink(Base):
    """Somebody asked for the link to a mailbox's page; whether we know the mailbox is found out by the job.

    `mailbox` is the address in lower case. `expires_at` counts from the moment the mail is made."""

    __tablename__ = "giving_links"
    __table_args__ = (Index("ix_giving_links_mailbox", "mailbox", "asked_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(254))
    nonce: Mapped[str] = mapped_column(String(32))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    # The form that was wanted when a fresh link was asked for; a path on our own site.
    leads_to: Mapped[str] = mapped_column(String(120), default="")


class GivingDevice(Base):
    """A browser that opened the link of a mailbox. `confirmed_at` is when it did; `ended_at` when it was forgotten.

    `kind` is what it said of itself, in words for whoever tells their devices apart."""

    __tablename__ = "giving_devices"
    __table_args__ = (Index("ix_giving_devices_mailbox", "mailbox"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(254))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(60), default="")
    confirmed_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
