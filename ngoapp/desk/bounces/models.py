"""Which messages of the mailbox were read."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core.db import Base


class MailboxMessage(Base):
    """A message that was read, known by the digest of its name in the mailbox. Nothing of it is kept."""

    __tablename__ = "mailbox_messages"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    read_at: Mapped[datetime]
