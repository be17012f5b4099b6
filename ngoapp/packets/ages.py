"""How long a request has waited, in working days: Monday to Friday."""

from datetime import date, timedelta

PROMISED = 3
SATURDAY = 5
FIVE, SEVEN = 5, 7


def working_days(since: date, until: date) -> int:
    """Working days after `since`, up to and including `until`; nought on the day itself."""
    if until <= since:
        return 0
    weeks, rest = divmod((until - since).days, SEVEN)
    tail = (until - timedelta(days=n) for n in range(rest))
    return weeks * FIVE + sum(day.weekday() < SATURDAY for day in tail)
