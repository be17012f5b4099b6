"""How often a gift comes again: the words for it, and the days."""

from calendar import monthrange
from datetime import date

ONCE, MONTH, QUARTER, YEAR, OTHER = "once", "month", "quarter", "year", "other"
MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
EVERY = {
    MONTH: "every month",
    QUARTER: "every three months",
    YEAR: "every year",
    OTHER: "again and again",
}
KINDS = {MONTH: "Monthly gift", QUARTER: "Quarterly gift", YEAR: "Yearly gift", OTHER: "Recurring gift"}


def months_on(day: date, months: int) -> date:
    """So many months later, or the last day of that month where it is shorter: 31 January leads to 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_from(day: date, every: str, not_before: date) -> date:
    """The first of the days that follow `day` in this rhythm which is not before another, such as a pause's end."""
    turns = 0
    while every in MONTHS and (turn := months_on(day, turns * MONTHS[every])) < not_before:
        turns += 1
    return turn if every in MONTHS else max(day, not_before)
