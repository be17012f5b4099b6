"""Billing cycles as Stripe counts them: from an anchor, whose day is cut to a short month and comes back after it."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import Any

MONTHS = {"month": 1, "year": 12}
DAYS = {"day": 1, "week": 7}
DAY = 86400


def next_date(anchor: int, recurring: dict[str, Any], after: int) -> int:
    """The first moment after `after` at which something anchored at `anchor` is due; the anchor may lie ahead."""
    step = _guess(anchor, recurring, after)
    while (due := _nth(anchor, recurring, step)) <= after:
        step += 1
    return due


def last_date(anchor: int, recurring: dict[str, Any], until: int) -> int:
    """The last moment before `until` at which it was due, or would have been."""
    step = _guess(anchor, recurring, until)
    while _nth(anchor, recurring, step + 1) < until:
        step += 1
    return _nth(anchor, recurring, step)


def share(amount: int, part: int, whole: int) -> int:
    """The part of an amount that belongs to a part of a period, rounded half up."""
    return (2 * amount * part + whole) // (2 * whole)


def in_words(recurring: dict[str, Any]) -> str:
    """How often, for people: `every month`, `every 3 months`."""
    count, interval = recurring["interval_count"], recurring["interval"]
    return f"every {interval}" if count == 1 else f"every {count} {interval}s"


def _guess(anchor: int, recurring: dict[str, Any], moment: int) -> int:
    """A step that is certainly before the moment, and not long."""
    longest: int = {"day": DAY, "week": 7 * DAY, "month": 31 * DAY, "year": 366 * DAY}[recurring["interval"]]
    passed = (moment - anchor) // (longest * recurring["interval_count"])
    if passed < 0:
        shortest: int = {"day": DAY, "week": 7 * DAY, "month": 28 * DAY, "year": 365 * DAY}[
            recurring["interval"]
        ]
        passed = (moment - anchor) // (shortest * recurring["interval_count"])
    return int(passed) - 1


def _nth(anchor: int, recurring: dict[str, Any], step: int) -> int:
    first, count = datetime.fromtimestamp(anchor, UTC), recurring["interval_count"] * step
    if recurring["interval"] in DAYS:
        return int((first + timedelta(days=DAYS[recurring["interval"]] * count)).timestamp())
    months = first.year * 12 + first.month - 1 + MONTHS[recurring["interval"]] * count
    year, month = months // 12, months % 12 + 1
    day = min(first.day, monthrange(year, month)[1])
    return int(first.replace(year=year, month=month, day=day).timestamp())
