"""Pages to pay on that staff have sent to callers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.donations.models import Donation

MOST_MAILS = 3


class PhonePage(Base):
    """A page to pay on for somebody on the phone: one for each donation that staff began.

    `mails` counts how often its address was sent: a slip in an e-mail address is found out while the caller waits."""

    __tablename__ = "phone_pages"
    __table_args__ = (CheckConstraint(f"mails BETWEEN 1 AND {MOST_MAILS}", name="mails"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    donation_id: Mapped[int] = mapped_column(Id, ForeignKey("donations.id"), unique=True)
    mails: Mapped[int] = mapped_column(default=1)
    sent_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    donation: Mapped[Donation] = relationship()

    @property
    def state(self) -> str:
        """How far the caller has come: called_off, paid, processing, paying, sent or sending."""
        if self.donation.state in {"paid", "processing", "quarantined"}:
            return "processing" if self.donation.state == "processing" else "paid"
        if self.called_off_at:
            return "called_off"
        if self.donation.state == "open":
            return "paying"
        return "sent" if self.sent_at else "sending"
