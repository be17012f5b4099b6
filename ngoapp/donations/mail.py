"""What an envelope says: its days, a number, a campaign, and which of the days counts for tax."""

from dataclasses import dataclass
from datetime import date

DECEMBER, JANUARY = 12, 1
FROM_DAY, TO_DAY = 20, 15


@dataclass(frozen=True, kw_only=True)
class Mail:
    """When a cheque or cash came, what stands on it, and which campaign it answers. Days are in our time zone."""

    received_on: date
    instrument_on: date | None = None
    postmarked_on: date | None = None
    number: str = ""
    campaign_id: int | None = None
    ira_custodian: str = ""  # who sent it from the donor's retirement account
    advised_fund: str = ""  # the account at a donor-advised fund
    adviser_id: int | None = None

    def gift_on(self, method: str) -> date:
        """The day the gift counts for: a mailed cheque the day of mailing, where the postmark tells it
        (Treas. Reg. 1.170A-1(b)); else the day it was received."""
        if method == "cheque" and self.postmarked_on:
            return self.postmarked_on
        return self.received_on

    @property
    def wants_review(self) -> bool:
        """Whether staff should look twice: around the turn of the year a day decides on the tax year."""
        return any(
            (day.month == DECEMBER and day.day >= FROM_DAY) or (day.month == JANUARY and day.day <= TO_DAY)
            for day in (self.received_on, self.instrument_on, self.postmarked_on)
            if day
        )
