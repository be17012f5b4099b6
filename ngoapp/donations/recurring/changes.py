"""What donors, and staff for them, change about a recurring gift: ask Stripe, read back what is true, write that down.

Each change is one call with the key of the form that asked for it: pressed twice, or after a lost answer, it is done
once. Nothing is believed before Stripe has told it anew."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ngoapp.adapters.billing_facts import Subscription
from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_facts import StripeAway, StripeKeyReused, StripeRefused
from ngoapp.adapters.stripe_plans import StripePlans
from ngoapp.core import audit, clock
from ngoapp.core.db import end_read, found, locked, transaction
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.core.outbox import enqueue
from ngoapp.donations.amounts import check_amount
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring.following import follow_subscription
from ngoapp.donations.recurring.newest import newest_wins, take_mark
from ngoapp.donations.recurring.rhythms import months_on
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.web.mail import absolute

GOING, CAN_STOP = frozenset({"active", "paused"}), frozenset({"active", "paused", "past_due"})
CARD_PAGE_LASTS = timedelta(minutes=30)
LONGEST_PAUSE = timedelta(days=366)
LAST_DAY = 28  # every month has it
STOP = "stop"
IN_TROUBLE = frozenset({"past_due", "unpaid"})
Ask = Callable[[StripePlans, Subscription, str], None]
Met = Callable[[Subscription], bool]


class StripeSilent(Refused):
    """Stripe cannot be reached, or did not answer in time."""

    def __init__(self) -> None:
        super().__init__(
            "We could not reach our payment service just now, so we cannot say yet whether this is done. Please wait a"
            " moment and press the button again: nothing happens twice."
        )


class NotNow(Refused):
    """As the gift stands, this cannot be done."""

    def __init__(self) -> None:
        super().__init__(
            "As your gift stands now, this is not possible. Please go back and see how it stands."
        )


class UsedBefore(Refused):
    """A form from the browser's history: Stripe answers it as it did then, and does nothing."""

    def __init__(self) -> None:
        super().__init__(
            "This form was used before, and your gift has changed since, so nothing was done now. Please go back to"
            " your gift and begin anew."
        )


class PauseTooShort(Refused):
    """Nothing would be charged before that day anyway."""

    def __init__(self, next_on: date) -> None:
        super().__init__(f"Choose a later day: the next gift comes on {_said(next_on)}.", field="until")


class PauseTooLong(Refused):
    """Whoever wants to rest for longer may rather stop and begin anew."""

    def __init__(self) -> None:
        super().__init__(
            "Choose a day within a year. For a longer rest, stop it and begin anew.", field="until"
        )


def change_amount(plan_id: int, amount: Money, *, key: str) -> None:
    """Give this much from the next time on. Raises TooLittle, TooMuch and what every change raises."""
    check_amount(amount)
    form = f"{key}:{amount.minor}"
    _change(
        plan_id,
        "amount",
        form,
        GOING,
        lambda ask, its, key: ask.set_amount(its.id, amount, key=key),
        met=lambda its: its.amount == amount,
    )


def change_day(plan_id: int, day: int, *, key: str) -> None:
    """Give on this day of the month, never sooner than planned. Raises what every change raises."""
    plan = found(RecurringPlan, plan_id)
    if plan.next_on is None:
        raise NotNow
    following = next_on_day(plan.next_on, day)
    instant = _at(following, time(12))
    form = f"{key}:{following}"
    _change(
        plan_id,
        "day",
        form,
        GOING,
        lambda ask, its, key: ask.set_next(its.id, instant, key=key),
        met=lambda its: its.next_at == instant,
    )


def pause(plan_id: int, until: date, *, key: str) -> None:
    """Give nothing before this day. Raises PauseTooShort, PauseTooLong, NotNow and StripeSilent."""
    plan = found(RecurringPlan, plan_id)
    if plan.state == "active" and plan.next_on and until <= plan.next_on:
        raise PauseTooShort(plan.next_on)
    if not our_today() < until <= our_today() + LONGEST_PAUSE:
        raise PauseTooLong
    instant = _at(until, time())
    form = f"{key}:{until}"
    _change(
        plan_id,
        "pause",
        form,
        GOING,
        lambda ask, its, key: ask.pause(its.id, instant, key=key),
        met=lambda its: its.paused and its.paused_until == instant,
    )


def skip_one(plan_id: int, skipped: date, *, key: str) -> None:
    """Leave the gift of this day out and go on with the one after. Raises NotNow and StripeSilent."""
    plan, until = found(RecurringPlan, plan_id), skipped + timedelta(days=1)
    if plan.state == "paused" and plan.paused_until == until:
        return  # the same form again
    if plan.state != "active" or plan.next_on != skipped:
        raise NotNow
    pause(plan_id, until, key=key)


def resume(plan_id: int, *, key: str) -> None:
    """End a pause now. Raises NotNow and StripeSilent."""
    _change(
        plan_id,
        "resume",
        key,
        GOING,
        lambda ask, its, key: ask.resume(its.id, key=key),
        met=lambda its: not its.paused,
    )


def stop(plan_id: int, *, key: str) -> None:
    """Charge nothing any more, and confirm that by mail. One whose last payment failed ends at once, or that would be
    tried again.

    Raises NotNow and StripeSilent."""

    def ask(plans: StripePlans, its: Subscription, key: str) -> None:
        if its.status in IN_TROUBLE:
            plans.end_now(its.id, key=key)
        elif not its.ended:
            plans.stop(its.id, key=key)

    can_stop = CAN_STOP | {"ending", "ended"}
    _change(plan_id, STOP, key, can_stop, ask, met=lambda its: its.ending or its.ended)


def go_on(plan_id: int, *, key: str) -> None:
    """Do not stop after all. Raises NotNow and StripeSilent."""
    _change(
        plan_id,
        "go_on",
        key,
        GOING | {"ending"},
        lambda ask, its, key: ask.go_on(its.id, key=key),
        met=lambda its: not its.ending,
    )


def use_new_card(plan_id: int) -> None:
    """Charge the card that the donor has just chosen on Stripe's page. Raises NotNow and StripeSilent."""
    _change(
        plan_id,
        "card",
        "",
        CAN_STOP | {"ending"},
        lambda ask, its, _key: ask.use_usual_card(its.id),
        met=lambda _its: True,
    )


def card_page(plan_id: int, *, back: str) -> str:
    """The address of Stripe's page for another card; `back` is the path of ours that it leads back to.

    The worker looks for the new card too, in case the donor never comes back. Raises NotNow and StripeSilent."""
    plan = found(RecurringPlan, plan_id)
    customer, subscription_id = plan.customer_id, plan.subscription_id
    if not customer or subscription_id is None or plan.state == "ended":
        raise NotNow
    end_read()
    try:
        address = stripe_api().billing.card_page(customer, return_url=absolute(back))
    except (StripeAway, StripeRefused) as silence:
        raise StripeSilent from silence
    with transaction():
        look_for_new_card_later(plan_id)
    return address


def look_for_new_card_later(plan_id: int) -> None:
    """Have the worker look for a new card when the donor has had time to enter one on Stripe's page."""
    later = clock.now() + CARD_PAGE_LASTS
    enqueue(
        "donations.use_new_card",
        dedupe_key=f"donations.use_new_card:{plan_id}:{later:%Y-%m-%dT%H:%M}",
        available_at=later,
        plan_id=plan_id,
    )


def look_for_new_card(plan_id: int) -> None:
    """The worker's turn at it: charge the card that a donor chose at Stripe and never came back from. Repeatable."""
    with suppress(NotNow):
        use_new_card(plan_id)


def next_on_day(planned: date, day: int) -> date:
    """The first such day of a month that is not before the planned one, so that nobody gives sooner than they meant."""
    same_month = planned.replace(day=min(day, LAST_DAY))
    return same_month if same_month >= planned else months_on(same_month, 1)


def _change(plan_id: int, what: str, form: str, states: frozenset[str], ask: Ask, *, met: Met) -> None:
    """Ask Stripe under a key of subscription, change and form, and bring the plan to what Stripe then says.

    Raises NotNow, StripeSilent, and UsedBefore where that is not what was asked for."""
    plan, api = found(RecurringPlan, plan_id), stripe_api()
    subscription_id = plan.subscription_id
    if subscription_id is None or plan.state not in states:
        raise NotNow
    end_read()
    refused = False

    def keep(plan: RecurringPlan, told: Subscription) -> None:
        if told != before:
            audit.record("plan.changed", plan, what=what)
        if what == STOP and met(told):
            _confirm_stop(plan, form)

    try:
        before = api.billing.subscription(subscription_id)
        try:
            ask(api.billing.changes, before, f"{before.id}:{what}:{form}")
        except StripeRefused:
            refused = True
        told = _read_back(plan_id, subscription_id, keep)
    except (StripeAway, StripeRefused, StripeKeyReused) as silence:
        raise StripeSilent from silence
    if refused:
        raise NotNow
    if not met(told):
        raise UsedBefore


@newest_wins
def _read_back(
    plan_id: int, subscription_id: str, keep: Callable[[RecurringPlan, Subscription], None]
) -> Subscription:
    mark = take_mark()
    end_read()
    told = stripe_api().billing.subscription(subscription_id)
    with transaction():
        plan = locked(RecurringPlan, plan_id)
        follow_subscription(plan, told, mark=mark)
        keep(plan, told)
    return told


def _confirm_stop(plan: RecurringPlan, form: str) -> None:
    enqueue(
        "donations.send_plan_stopped",
        dedupe_key=f"donations.send_plan_stopped:{plan.id}:{form}",
        plan_id=plan.id,
        stopped=int(clock.now().timestamp()),
    )


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(our_organisation().time_zone))


def _said(day: date) -> str:
    return f"{day:%B} {day.day}"
