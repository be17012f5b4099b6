"""Whole months, from one to another: what the counts of forgotten requests still know."""

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from ngoapp.organisation.queries import our_organisation, our_today

BACK = 36  # months that are offered
USUAL = 12
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Period:
    """From the first day of one month to the last of another; both are named by their first day."""

    since: date
    until: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When it begins, and when the month after it does."""
        zone = ZoneInfo(our_organisation().time_zone)
        ends = month_after(self.until, 1)
        return datetime.combine(self.since, time.min, zone), datetime.combine(ends, time.min, zone)

    @property
    def keys(self) -> dict[str, str]:
        """Its months as they stand in an address."""
        return {"since": key_of(self.since), "until": key_of(self.until)}

    @property
    def words(self) -> str:
        """“November 2026”, or “March 2026 to May 2026”."""
        return words_of(self.since) + ("" if self.since == self.until else f" to {words_of(self.until)}")

    @property
    def months(self) -> list[date]:
        """The first day of each of its months."""
        count = (self.until.year - self.since.year) * 12 + self.until.month - self.since.month + 1
        return [month_after(self.since, number) for number in range(count)]


def period_of(since: str, until: str) -> Period:
    """The period between two months as “2026-11”; what is no month is the usual, and a wrong order is turned round."""
    this = our_today().replace(day=1)
    first, last = _month(since) or month_after(this, 1 - USUAL), _month(until) or this
    return Period(min(first, last), max(first, last))


def offered() -> list[date]:
    """The months to choose from, newest first."""
    this = our_today().replace(day=1)
    return [month_after(this, -number) for number in range(BACK)]


def key_of(month: date) -> str:
    """A month as it stands in an address."""
    return f"{month:%Y-%m}"


def words_of(month: date) -> str:
    """“November 2026”."""
    return f"{month_name[month.month]} {month.year}"


def month_after(month: date, count: int) -> date:
    """The first day of the month so many months on or back."""
    years, number = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, number + 1, 1)


def _month(text: str) -> date | None:
    found = MONTH.fullmatch(text)
    month = date(int(found[1]), int(found[2]), 1) if found and int(found[1]) else None
    return month if month in offered() else None
