"""A gift that comes once a year is announced a week ahead: nobody remembers for so long what they arranged."""

from datetime import timedelta

from sqlalchemy import select

from ngoapp.core import audit
from ngoapp.core.db import session
from ngoapp.core.outbox import enqueue
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring.rhythms import YEAR
from ngoapp.organisation.queries import our_today

AHEAD = timedelta(days=7)
SAME_YEAR = timedelta(days=60)  # a charge that was moved by so little was announced already


def announce_renewals() -> int:
    """Announce every yearly charge that is a week away; how many. A repeat announces none."""
    today = our_today()
    due = (
        select(RecurringPlan)
        .where(
            RecurringPlan.every == YEAR,
            RecurringPlan.state == "active",
            RecurringPlan.next_on > today,
            RecurringPlan.next_on <= today + AHEAD,
        )
        .order_by(RecurringPlan.id)
        .with_for_update()
    )
    return sum(announce_if_due(plan) for plan in session.scalars(due).all())


def announce_if_due(plan: RecurringPlan) -> bool:
    """Announce the next charge of a yearly plan (locked by the caller), once; whether it was done now."""
    day, announced = plan.next_on, plan.announced_for
    if plan.every != YEAR or plan.state != "active" or plan.donor_id is None or day is None:
        return False
    if not our_today() < day <= our_today() + AHEAD or (announced and abs(day - announced) < SAME_YEAR):
        return False
    plan.announced_for = day
    audit.record("plan.announced", plan)
    return enqueue(
        "donations.send_upcoming",
        dedupe_key=f"donations.send_upcoming:{plan.id}:{day.isoformat()}",
        plan_id=plan.id,
    )
