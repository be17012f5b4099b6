"""Recurring gifts of somebody who has died: ended by the worker, who asks Stripe until it answers."""

from contextlib import suppress

from sqlalchemy import Select, select

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_facts import StripeRefused
from ngoapp.core import audit, outbox
from ngoapp.core.db import end_read, found, locked, session, transaction
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring.following import follow_subscription
from ngoapp.donations.recurring.newest import newest_wins, take_mark

JOB = "donations.end_plan"


def end_plans_of(donor_id: int, *, cause: str) -> int:
    """Have every recurring gift of this donor ended now; how many there are. `cause` names why, once: `death-7`."""
    plans = session.scalars(_going(donor_id)).all()
    for plan in plans:
        if outbox.enqueue(JOB, dedupe_key=_key(plan, cause), plan_id=plan.id):
            audit.record("plan.end_asked", plan)
    return len(plans)


def spare_plans_of(donor_id: int, *, cause: str) -> int:
    """It was a mistake: those that have not ended yet go on; how many."""
    return sum(outbox.stop(_key(plan, cause)) for plan in session.scalars(_going(donor_id)).all())


@newest_wins
def end_plan(plan_id: int) -> None:
    """End a recurring gift at Stripe, and write down what Stripe then says. A repeat does nothing."""
    plan, api = found(RecurringPlan, plan_id), stripe_api()
    subscription_id = plan.subscription_id
    if subscription_id is None or plan.state == "ended":
        return
    mark = take_mark()
    end_read()
    told = api.billing.subscription(subscription_id)
    if not told.ended:
        with suppress(StripeRefused):  # it has ended meanwhile; what Stripe says next is what counts
            api.billing.changes.end_now(subscription_id, key=f"{told.id}:end")
        told = api.billing.subscription(subscription_id)
    with transaction():
        follow_subscription(locked(RecurringPlan, plan_id), told, mark=mark)


def _going(donor_id: int) -> Select[RecurringPlan]:
    return (
        select(RecurringPlan)
        .where(
            RecurringPlan.donor_id == donor_id,
            RecurringPlan.state != "ended",
            RecurringPlan.subscription_id.is_not(None),
        )
        .order_by(RecurringPlan.id)
    )


def _key(plan: RecurringPlan, cause: str) -> str:
    return f"{JOB}:{plan.id}:{cause}"
