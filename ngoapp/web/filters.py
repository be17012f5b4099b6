"""How templates write money, days and instants. The one place where a page's locale is decided."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask import Flask

from ngoapp.core.currencies import currency_name
from ngoapp.core.money import Money
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.web.markdown import markdown

LOCALE = "en_US"


def money(amount: Money) -> str:
    """“$50.00”."""
    return amount.format(LOCALE)


def short_money(amount: Money) -> str:
    """“$50”, or “$50.25” where there are cents."""
    return amount.short(LOCALE)


def day(value: date | datetime) -> str:
    """“November 22, 2026”; an instant is shown as the organisation's day."""
    return format_date(_local(value), "long", locale=LOCALE)


def short_day(value: date | datetime) -> str:
    """“Nov 22, 2026”."""
    return format_date(_local(value), "medium", locale=LOCALE)


def weekday(value: date | datetime) -> str:
    """“Monday, December 7”; with the year where it is another than ours."""
    local = _local(value)
    same_year = local.year == our_today().year
    return format_date(local, "EEEE, MMMM d" if same_year else "EEEE, MMMM d, y", locale=LOCALE)


def instant(value: datetime) -> str:
    """“Nov 22, 2026, 3:05 PM” in the organisation's time zone."""
    return format_datetime(_local(value), "MMM d, y, h:mm a", locale=LOCALE)


def init_filters(app: Flask) -> None:
    """Make the filters known to templates."""
    for function in (money, short_money, currency_name, day, short_day, weekday, instant, markdown):
        app.jinja_env.filters[function.__name__] = function


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(our_organisation().time_zone))
    return value
