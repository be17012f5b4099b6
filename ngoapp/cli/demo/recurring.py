"""Recurring gifts in the demo: going well, paused, in trouble, ended, and one that staff made in Stripe's dashboard.

What Stripe would say is put together here and settled as if it had: the same code writes the books."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ngoapp.adapters.billing_facts import Invoice, Subscription
from ngoapp.adapters.stripe_facts import Charge, Fee, Payment
from ngoapp.core import clock
from ngoapp.core.db import session
from ngoapp.core.money import Money
from ngoapp.donations.events.transitions import settle
from ngoapp.donations.events.truth import Truth
from ngoapp.donations.models import Donation
from ngoapp.donations.naming import CONSENT
from ngoapp.donations.pledges import Pledge, pledge_donation
from ngoapp.donations.queries import open_funds
from ngoapp.donations.recurring.newest import take_mark
from ngoapp.donations.recurring.rhythms import months_on

MONTHS = {"month": 1, "quarter": 3, "year": 12}
NOTHING = Money(0, "USD")


@dataclass(frozen=True)
class Story:
    """Who gives how much, since when, and how it stands at Stripe today."""

    name: str
    email: str
    dollars: int
    every: str
    payments: int
    next_in: int  # days until the next charge
    status: str = "active"
    thanked: bool = False
    paused_for: int = 0  # days
    fails: bool = False
    ended_why: str = ""
    by_staff: bool = False


STORIES = (
    Story("Ingrid Solberg", "ingrid.s@example.org", 25, "month", 7, 12, thanked=True),
    Story("Marcus and Ines Okoro", "okoro@example.org", 40, "month", 4, 3, thanked=True),
    Story("Beatrice Lindholm", "b.lindholm@example.org", 100, "quarter", 3, 40, paused_for=75),
    Story("Samuel Whitehorse", "s.whitehorse@example.org", 365, "year", 1, 6),
    Story("Teresa Moreau", "t.moreau@example.org", 15, "month", 3, 26, status="past_due", fails=True),
    Story(
        "Oskar Brandt",
        "o.brandt@example.org",
        20,
        "month",
        5,
        9,
        status="canceled",
        ended_why="payment_failed",
    ),
    Story("Hollis Farm Supply", "office@hollis.example", 60, "month", 2, 17, by_staff=True),
)


def load_recurring() -> None:
    """Seven plans with their payments, one of which has just failed and one that waits for a donor."""
    for number, story in enumerate(STORIES, start=1):
        _live(story, f"sub_demo_{number}")


def _live(story: Story, subscription_id: str) -> None:
    now = clock.now()
    due = [
        _turn(now + timedelta(days=story.next_in), story.every, -back)
        for back in range(story.payments, 0, -1)
    ]
    with clock.at(due[0]):
        donation = None if story.by_staff else _pledge(story)
    for number, at in enumerate(due, start=1):
        with clock.at(at):
            _settle(story, _subscription(story, subscription_id, due, number, donation), number, failed=False)
    if story.fails:
        failed_at = now - timedelta(days=3)
        with clock.at(failed_at):
            asked = _subscription(story, subscription_id, [*due, failed_at], len(due) + 1, donation)
            _settle(story, replace(asked, status="past_due"), len(due) + 1, failed=True)
    last = _subscription(story, subscription_id, due, len(due), donation)
    if not story.fails:
        _tell(Truth(page=None, mark=take_mark(), subscription=_as_it_is(story, last, now)))


def _pledge(story: Story) -> Donation:
    return pledge_donation(
        Pledge(
            action_key=f"demo-{story.email}",
            amount=Money(story.dollars * 100, "USD"),
            fund_id=open_funds()[0].id,
            donor_name=story.name,
            email=story.email,
            recognition_name=story.name if story.thanked else "",
            consent_wording=CONSENT if story.thanked else "",
            every=story.every,
        )
    )


def _turn(at: datetime, every: str, turns: int) -> datetime:
    """So many turns later, at the same time of day."""
    return datetime.combine(months_on(at.date(), turns * MONTHS[every]), at.timetz())


def _subscription(
    story: Story, subscription_id: str, due: list[datetime], number: int, donation: Donation | None
) -> Subscription:
    named = {"donation": str(donation.id), "action": donation.action_key} if donation else {}
    return Subscription(
        id=subscription_id,
        status="active",
        amount=Money(story.dollars * 100, "USD"),
        every=story.every,
        customer_id=subscription_id.replace("sub", "cus"),
        livemode=False,
        began_at=due[0],
        next_at=_turn(due[number - 1], story.every, 1),
        metadata=named,
    )


def _as_it_is(story: Story, subscription: Subscription, now: datetime) -> Subscription:
    """How the subscription stands today."""
    if story.ended_why:
        return replace(
            subscription, status=story.status, next_at=None, ended_at=now, ended_why=story.ended_why
        )
    until = now + timedelta(days=story.paused_for) if story.paused_for else None
    return replace(subscription, paused=bool(until), paused_until=until)


def _settle(story: Story, subscription: Subscription, number: int, *, failed: bool) -> None:
    """One invoice, and its payment, as Stripe tells of them at this moment."""
    now, amount, paid = clock.now(), subscription.amount, NOTHING
    name = f"{subscription.id.removeprefix('sub_')}_{number}"
    fee = Fee(id=f"txn_{name}", amount=Money(amount.minor * 29 // 1000 + 30, "USD"), taken_at=now)
    charge = Charge(payment_id=f"pi_{name}", method="card", charged_at=now, fee=fee)
    if not failed:
        paid = amount
    invoice = Invoice(
        id=f"in_{name}",
        status="open" if failed else "paid",
        due=amount,
        paid=paid,
        reason="subscription_cycle" if number > 1 else "subscription_create",
        customer_id=subscription.customer_id,
        livemode=False,
        made_at=now,
        attempts=1,
        next_try_at=now + timedelta(days=5) if failed else None,
        payment_id=f"pi_{name}",
        subscription_id=subscription.id,
        customer_name=story.name,
        customer_email=story.email,
    )
    payment = Payment(
        id=f"pi_{name}",
        status="requires_payment_method" if failed else "succeeded",
        received=paid,
        livemode=False,
        charge=None if failed else charge,
    )
    _tell(Truth(page=None, mark=take_mark(), subscription=subscription, invoice=invoice, payment=payment))


def _tell(truth: Truth) -> None:
    settle(truth, livemode=False)
    session.flush()
