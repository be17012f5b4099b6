"""How far along a campaign is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ngoapp.core.money import Money
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.models import Fund
from ngoapp.donations.sums import Sum

WHOLE = 100


@dataclass(frozen=True)
class Standing:
    """A campaign on a day: what came in by then, and what is left of its time.

    `raised` is in the campaign's own currency, `besides` what came in others; `gifts` are all of them."""

    campaign: Campaign
    fund: Fund
    today: date
    raised: Money
    besides: Sequence[Money]
    gifts: int

    @property
    def percent(self) -> int | None:
        """How much of the goal is reached, rounded down; more than a hundred is possible. None without a goal."""
        goal = self.campaign.goal
        return max(self.raised.minor, 0) * WHOLE // goal.minor if goal else None

    @property
    def filled(self) -> int | None:
        """How full the thermometer is, from 0 to 100. None where it is not to be shown."""
        if self.percent is None or not self.campaign.show_total:
            return None
        return min(self.percent, WHOLE)

    @property
    def is_over(self) -> bool:
        """Whether it collects no more."""
        return self.campaign.is_over(self.today)

    @property
    def is_running(self) -> bool:
        """Whether it collects now."""
        return self.campaign.is_running(self.today)

    @property
    def days_left(self) -> int | None:
        """Days after today on which it still collects; 0 on the last day. None where no day is set, or it is over."""
        if self.campaign.ends_on is None or self.is_over:
            return None
        return (self.campaign.ends_on - self.today).days

    @property
    def time_left(self) -> str:
        """The same in words."""
        if self.days_left is None:
            return ""
        if self.days_left == 0:
            return "Today is the last day"
        return "1 day left" if self.days_left == 1 else f"{self.days_left} days left"


def standing(campaign: Campaign, fund: Fund, sums: Sequence[Sum], *, today: date) -> Standing:
    """Put a campaign and its sums together."""
    own = [it.amount for it in sums if it.amount.currency == campaign.currency]
    return Standing(
        campaign=campaign,
        fund=fund,
        today=today,
        raised=own[0] if own else Money(0, campaign.currency),
        besides=[it.amount for it in sums if it.amount.currency != campaign.currency and it.amount.minor > 0],
        gifts=sum(it.gifts for it in sums),
    )
