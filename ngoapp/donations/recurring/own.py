"""A donor's own recurring gifts, as our books have them and as Stripe tells them at this moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_facts import StripeAway, StripeRefused
from ngoapp.adapters.stripe_plans import Card
from ngoapp.core import clock
from ngoapp.core.db import HIGHEST_ID, end_read, found, locked, session, transaction
from ngoapp.core.errors import NotThere
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring.changes import CAN_STOP, GOING
from ngoapp.donations.recurring.following import follow_subscription
from ngoapp.donations.recurring.newest import newest_wins, take_mark
from ngoapp.donations.recurring.rhythms import EVERY, MONTH, QUARTER, YEAR
from ngoapp.organisation.queries import our_organisation

KNOWN = (MONTH, QUARTER, YEAR)


@dataclass(frozen=True)
class Live:
    """A plan, brought to what Stripe says; `told` is false where Stripe could not be asked just now."""

    plan: RecurringPlan
    told: bool
    card: Card | None = None
    paid_until: str = ""

    @property
    def every(self) -> str:
        """How often it comes, in words."""
        return EVERY[self.plan.every]

    @property
    def can_change(self) -> bool:
        """Whether amount and day can be changed, and a pause begun or ended."""
        return self.plan.state in GOING and self.plan.every in KNOWN

    @property
    def can_stop(self) -> bool:
        """Whether it can be stopped."""
        return self.plan.state in CAN_STOP


def plans_of(donor_ids: Collection[int]) -> Sequence[RecurringPlan]:
    """Recurring gifts of these people, those that still come first."""
    ended_last = (RecurringPlan.state == "ended", RecurringPlan.id)
    return session.scalars(_of(donor_ids).options(joinedload(RecurringPlan.fund)).order_by(*ended_last)).all()


def plan_of_donor(donor_ids: Collection[int], plan_id: int) -> RecurringPlan:
    """One of them. Raises NotThere."""
    own = _of(donor_ids).where(RecurringPlan.id == plan_id)
    plan = session.scalars(own).first() if plan_id <= HIGHEST_ID else None
    if plan is None:
        raise NotThere
    return plan


@newest_wins
def look_at(plan_id: int) -> Live:
    """Ask Stripe how a plan stands, and write that down; where it is away, what we knew last."""
    plan, api = found(RecurringPlan, plan_id), stripe_api()
    subscription_id = plan.subscription_id
    if subscription_id is None or plan.state == "ended":
        return Live(plan, told=True)
    mark = take_mark()
    end_read()
    try:
        subscription, card = (
            api.billing.subscription(subscription_id),
            api.billing.changes.card(subscription_id),
        )
    except (StripeAway, StripeRefused):
        return Live(found(RecurringPlan, plan_id), told=False)
    with transaction():
        plan = locked(RecurringPlan, plan_id)
        follow_subscription(plan, subscription, mark=mark)
    until = subscription.next_at
    day = clock.local_day(until, our_organisation().time_zone) if until else None
    return Live(plan, told=True, card=card, paid_until=f"{day:%B} {day.day}, {day.year}" if day else "")


def _of(donor_ids: Collection[int]) -> Select[RecurringPlan]:
    return select(RecurringPlan).where(
        RecurringPlan.donor_id.in_(donor_ids), RecurringPlan.subscription_id.is_not(None)
    )
