"""A subscription's own clock: moved ahead, it lets everything happen that lies between."""

import time
from dataclasses import replace

from ngoapp.sandbox.billing.collect import collect, end_subscription, subscription_of, usual_method
from ngoapp.sandbox.billing.renew import announce, renew
from ngoapp.sandbox.billing.timeline import NOTICE, Step, steps_ahead
from ngoapp.sandbox.resources.subscriptions import KIND, clock_of, period_of, tell_updated
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.objects import Json, every, get, remember
from ngoapp.sandbox.state.world import Change

OUTCOMES = {"pay": "succeeded", "decline": "failed", "action": "requires_action", None: None}
MOST_STEPS = 2000
LATEST = 4102444800  # the year 2100: further ahead a calendar is of no use


def advance(change: Change, id: str, to: str | int, outcome: str | None, *, today: bool) -> list[Step]:
    """Go `to` the next renewal, a week before it, the next thing at all, now, or a moment. Answers what happened.

    `outcome` is what every bank does on the way; without it each card decides. `today` keeps the dates of what is
    made on the way from lying in the future. Raises NotPossible."""
    until = _moment(change, get(change.db, id, KIND), to)
    remember(change.db, id, today=today)
    done: list[Step] = []
    while (step := _next(change, id, until, done)) is not None:
        remember(change.db, id, clock=max(step.at, clock_of(change, get(change.db, id, KIND))))
        _take(change if today else replace(change, now=max(step.at, change.now)), id, step, OUTCOMES[outcome])
        done.append(step)
        if to == "next":
            break
    remember(change.db, id, clock=max(until, clock_of(change, get(change.db, id, KIND))))
    return done


def advance_all(change: Change, to: int, outcome: str | None, *, today: bool) -> dict[str, list[Step]]:
    """Go to a moment with every subscription that has something ahead. Raises NotPossible."""
    subscriptions = every(change.db, KIND)[::-1]
    return {
        each["id"]: advance(change, each["id"], to, outcome, today=today)
        for each in subscriptions
        if steps_ahead(change, each) and clock_of(change, each) <= to
    }


def _moment(change: Change, subscription: Json, to: str | int) -> int:
    ahead = steps_ahead(change, subscription)
    if not ahead:
        raise NotPossible(f"Nothing lies ahead: the subscription is {subscription['status']}.")
    end, clock = period_of(subscription)[1], clock_of(change, subscription)
    moments = {"renewal": end, "week_before": end - NOTICE, "next": ahead[0].at, "now": clock}
    moment = moments.get(to, 0) if isinstance(to, str) else to
    if moment < clock and to not in ("next", "renewal"):
        now = time.strftime("%Y-%m-%d %H:%M", time.gmtime(clock))
        raise NotPossible(f"Time goes ahead only: for this subscription it is {now} UTC.")
    if moment > LATEST:
        raise NotPossible("The calendar ends with the year 2099.")
    return moment


def _next(change: Change, id: str, until: int, done: list[Step]) -> Step | None:
    ahead = steps_ahead(change, get(change.db, id, KIND))
    if len(done) >= MOST_STEPS:
        raise NotPossible(f"More than {MOST_STEPS} things lie between; go there in parts.")
    return ahead[0] if ahead and ahead[0].at <= until else None


def _take(change: Change, id: str, step: Step, outcome: str | None) -> Json:
    subscription = get(change.db, id, KIND)
    match step.what:
        case "cancel":
            return end_subscription(change, subscription, reason="cancellation_requested")
        case "resume":
            return tell_updated(change, subscription, pause_collection=None)
        case "upcoming":
            return announce(change, subscription)
        case "retry" if step.invoice:
            invoice = collect(change, step.invoice, usual_method(change, subscription), outcome)
            return subscription_of(change, invoice)
        case _:
            return renew(change, subscription, outcome)
