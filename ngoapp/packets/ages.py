"""Working days: Monday to Friday, without those on which the office is closed."""

from collections.abc import Set
from datetime import date, timedelta

PROMISED = 3
SATURDAY = 5
FIVE, SEVEN = 5, 7
DAY = timedelta(days=1)


def is_working_day(day: date, closed: Set[date] = frozenset()) -> bool:
    """Whether somebody is there."""
    return day.weekday() < SATURDAY and day not in closed


def working_days(since: date, until: date, closed: Set[date] = frozenset()) -> int:
    """Working days after `since`, up to and including `until`; nought on the day itself."""
    if until <= since:
        return 0
    weeks, rest = divmod((until - since).days, SEVEN)
    tail = (until - timedelta(days=n) for n in range(rest))
    lost = sum(day.weekday() < SATURDAY for day in closed if since < day <= until)
    return weeks * FIVE + sum(day.weekday() < SATURDAY for day in tail) - lost


def working_day_after(day: date, count: int, closed: Set[date] = frozenset()) -> date:
    """The `count`th working day after `day`."""
    while count:
        day += DAY
        count -= is_working_day(day, closed)
    return day
