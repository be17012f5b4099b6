"""Campaigns. Their gifts are found through `Gift.campaign_id`; how much came in is a sum, kept nowhere."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ngoapp.core.db import Base, Id
from ngoapp.core.money import Money


class Campaign(Base):
    """What we collect for during some days, in one currency and for one fund.

    Donors give on these words, so address, fund and currency stay as they are once it was published. Days are local
    to the organisation; without a last day it runs until staff close it."""

    __tablename__ = "campaigns"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'published', 'closed')", name="state"),
        CheckConstraint("goal_minor IS NULL OR goal_minor > 0", name="goal_positive"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("picture_id IS NULL OR picture_alt <> ''", name="picture_in_words_too"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published_has_its_instant"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    entry_key: Mapped[str] = mapped_column(String(64), unique=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    story: Mapped[str] = mapped_column(Text, default="")
    fund_id: Mapped[int] = mapped_column(Id, ForeignKey("funds.id"))
    currency: Mapped[str] = mapped_column(String(3))
    goal_minor: Mapped[int | None] = mapped_column(Id)
    suggested_minor: Mapped[list[int]] = mapped_column(JSON, default=list)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    show_total: Mapped[bool] = mapped_column(default=True)
    show_supporters: Mapped[bool] = mapped_column(default=False)
    picture_id: Mapped[int | None] = mapped_column(Id, ForeignKey("stored_files.id"))
    picture_alt: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    @property
    def goal(self) -> Money | None:
        """How much is to come together, if there is a goal."""
        return None if self.goal_minor is None else Money(self.goal_minor, self.currency)

    @property
    def suggested(self) -> Sequence[Money]:
        """The amounts on the donation form's cards; empty where the usual ones will do."""
        return [Money(minor, self.currency) for minor in self.suggested_minor]

    def has_started(self, today: date) -> bool:
        """Whether its first day has come."""
        return self.starts_on <= today

    def is_over(self, today: date) -> bool:
        """Whether staff have closed it, or its last day has gone by."""
        return self.state == "closed" or (self.ends_on is not None and self.ends_on < today)

    def is_running(self, today: date) -> bool:
        """Whether it collects now."""
        return self.state == "published" and self.has_started(today) and not self.is_over(today)
