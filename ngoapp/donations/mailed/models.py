"""Checks that donors have said they will mail."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from ngoapp.core.db import Base, Id
from ngoapp.core.money import Money
from ngoapp.core.types import FoldedText
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.mailed.references import written
from ngoapp.donations.models import Fund, Gift
from ngoapp.people.models import AddressColumns


class MailedPledge(AddressColumns, Base):
    """A check that is on its way: not money yet, so neither a gift nor a receipt.

    `action_key` is one rendered form with what was typed: sent twice, it is one pledge. `code` is what tells it
    among the others, and `prefix` what stood before it on the slip; together they are its reference."""

    __tablename__ = "mailed_pledges"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        CheckConstraint("state IN ('promised', 'received', 'lapsed', 'withdrawn')", name="state"),
        CheckConstraint("reminder IN ('none', 'released', 'sent', 'left')", name="reminder"),
        CheckConstraint("(state = 'received') = (gift_id IS NOT NULL)", name="received_with_its_gift"),
        Index("ix_mailed_pledges_state", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    action_key: Mapped[str] = mapped_column(String(64), unique=True)
    prefix: Mapped[str] = mapped_column(String(5))
    code: Mapped[str] = mapped_column(String(5), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="promised")
    amount_minor: Mapped[int] = mapped_column(Id)
    amount_currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[Money] = composite("amount_minor", "amount_currency")
    fund_id: Mapped[int] = mapped_column(Id, ForeignKey("funds.id"))
    campaign_id: Mapped[int | None] = mapped_column(Id, ForeignKey("campaigns.id"))
    donor_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), default="")
    email_key: Mapped[str] = mapped_column(FoldedText(254), index=True)
    recognition_name: Mapped[str] = mapped_column(String(120), default="")
    consent_wording: Mapped[str] = mapped_column(Text, default="")
    message: Mapped[str] = mapped_column(Text, default="")
    gift_id: Mapped[int | None] = mapped_column(Id, ForeignKey("gifts.id"), unique=True)
    # The one reminder: staff release it, and may take it back for a quarter of an hour; each release is a turn.
    reminder: Mapped[str] = mapped_column(String(10), default="none")
    reminder_turn: Mapped[int] = mapped_column(default=0)
    reminder_at: Mapped[datetime | None]
    # The donor's own link to the slip; see core/tokens.
    nonce: Mapped[str] = mapped_column(String(32))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    fund: Mapped[Fund] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    gift: Mapped[Gift | None] = relationship()

    @property
    def given_for(self) -> str:
        """What the check is for, in words: its fund, and the campaign that it answers."""
        return f"{self.fund.name} ({self.campaign.title})" if self.campaign else self.fund.name

    @property
    def reference(self) -> str:
        """What stands on the slip: NSN-7K3F-2."""
        return written(self.prefix, self.code)
