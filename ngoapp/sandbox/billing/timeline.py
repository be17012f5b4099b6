"""What lies ahead of a subscription, and when."""

from dataclasses import dataclass

from ngoapp.sandbox.cycle import DAY
from ngoapp.sandbox.resources.invoices import SUBSCRIPTION
from ngoapp.sandbox.resources.subscriptions import ENDED, period_of
from ngoapp.sandbox.state.objects import Json, every, private_of
from ngoapp.sandbox.state.world import Change

NOTICE = 7 * DAY
# At the same moment, an end comes before a renewal and a pause is over before it.
ORDER = ("cancel", "resume", "upcoming", "retry", "renew")


@dataclass(frozen=True)
class Step:
    """Something that happens by itself at its time."""

    at: int
    what: str
    invoice: Json | None = None


def steps_ahead(change: Change, subscription: Json) -> list[Step]:
    """Everything that is due next, the soonest first."""
    if subscription["status"] in ENDED:
        return []
    steps = [*_endings(subscription), *_retries(change, subscription), *_renewal(change, subscription)]
    return sorted(steps, key=lambda step: (step.at, ORDER.index(step.what)))


def _endings(subscription: Json) -> list[Step]:
    pause = subscription["pause_collection"]
    steps = [Step(subscription["cancel_at"], "cancel")] if subscription["cancel_at"] else []
    return steps + ([Step(pause["resumes_at"], "resume")] if pause and pause["resumes_at"] else [])


def _retries(change: Change, subscription: Json) -> list[Step]:
    invoices = every(change.db, "invoice", **{SUBSCRIPTION: subscription["id"], "status": "open"})
    return [
        Step(invoice["next_payment_attempt"], "retry", invoice)
        for invoice in invoices
        if invoice["next_payment_attempt"]
    ]


def _renewal(change: Change, subscription: Json) -> list[Step]:
    if subscription["status"] in ("paused", "incomplete"):
        return []
    start, end = period_of(subscription)
    told = private_of(change.db, subscription["id"]).get("told_of")
    quiet = (
        told == end or end - NOTICE <= start or subscription["cancel_at"] or subscription["pause_collection"]
    )
    return [Step(end, "renew")] if quiet else [Step(end - NOTICE, "upcoming"), Step(end, "renew")]
