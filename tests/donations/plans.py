"""Recurring gifts for tests of what donors change about them: rows, and ones that run at the sandbox."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.core import clock
from ngoapp.core.db import found, save, transaction
from ngoapp.core.money import Money
from ngoapp.core.tokens import new_nonce
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring.following import follow_subscription
from ngoapp.donations.recurring.newest import take_mark
from ngoapp.organisation.queries import our_today
from ngoapp.people.models import Person
from tests.donations.factories import make_card_gift, make_fund
from tests.sandbox.billing import subscribe
from tests.sandbox.shop import Shop


def keep_plan(donor: Person | None = None, **columns: Any) -> RecurringPlan:
    """A monthly gift of twenty-five dollars in our books alone."""
    begun = make_card_gift(Money(2500, "USD"), donor=donor)
    given: dict[str, Any] = {
        "donation_id": begun.donation_id,
        "donor": begun.donor,
        "subscription_id": f"sub_of_gift_{begun.id}",
        "amount": begun.amount,
        "every": "month",
        "fund": make_fund(),
        "state": "active",
        "next_on": our_today() + timedelta(days=20),
        "nonce": new_nonce(),
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return save(RecurringPlan(**{**given, **columns}))


def make_plan(shop: Shop, donor: Person | None = None, **changes: Any) -> RecurringPlan:
    """A monthly gift of twenty-five dollars, as the sandbox and our books have it."""
    name = subscribe(shop, **changes).subscription
    told = stripe_api().billing.subscription(name)
    with transaction():
        plan = keep_plan(donor, subscription_id=name)
        follow_subscription(plan, told, mark=take_mark())
    return plan


def now(db: Session, plan: RecurringPlan) -> RecurringPlan:
    """The plan as our books have it now."""
    db.rollback()
    db.expire_all()
    return found(RecurringPlan, plan.id)
