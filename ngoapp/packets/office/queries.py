"""Reads about when the office is open, and the days that we may promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.organisation.queries import our_today
from ngoapp.packets.ages import PROMISED, is_working_day, working_day_after
from ngoapp.packets.office.models import OfficeClosure

FAR_BACK = timedelta(days=800)  # what is still counted in days is younger


@dataclass(frozen=True)
class Promise:
    """What somebody who asks today may be told: by when it is posted, and until when the office is closed."""

    post_by: date
    closed_until: date | None
    opens_on: date


def closures(since: date) -> Sequence[OfficeClosure]:
    """Holidays and closures that are not over on `since`, the next first."""
    return session.scalars(
        select(OfficeClosure)
        .where(OfficeClosure.last_on >= since)
        .order_by(OfficeClosure.first_on, OfficeClosure.id)
    ).all()


def closed_days(since: date | None = None) -> frozenset[date]:
    """Every day that is closed, of those that still matter."""
    rows = closures(since or our_today() - FAR_BACK)
    return frozenset(
        row.first_on + timedelta(days=n) for row in rows for n in range((row.last_on - row.first_on).days + 1)
    )


def promise() -> Promise:
    """What we promise to whoever asks today."""
    today = our_today()
    closed = closed_days(today)
    opens_on = today if is_working_day(today, closed) else working_day_after(today, 1, closed)
    return Promise(
        post_by=working_day_after(today, PROMISED, closed),
        closed_until=opens_on - timedelta(days=1) if today in closed else None,
        opens_on=opens_on,
    )


def reminders_rest() -> bool:
    """Whether reminders wait: while the office is closed nobody could answer to them."""
    today = our_today()
    return today in closed_days(today)
