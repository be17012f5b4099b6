"""A period ends: the next one is billed, and a week before it is announced."""

from ngoapp.sandbox.billing.collect import collect, finalize, subscription_of, usual_method
from ngoapp.sandbox.billing.invoices import close
from ngoapp.sandbox.billing.proration import take_waiting, waiting_lines
from ngoapp.sandbox.cycle import next_date
from ngoapp.sandbox.resources.invoice_lines import period_line
from ngoapp.sandbox.resources.invoices import make_invoice, new_invoice
from ngoapp.sandbox.resources.subscriptions import period_of, recurring_of, set_period, tell_updated
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.objects import Json, remember, save
from ngoapp.sandbox.state.world import Change


def renew(change: Change, subscription: Json, outcome: str | None) -> Json:
    """Bill the next period; a paused collection bills it in its own way, an unpaid subscription leaves drafts."""
    lines = take_waiting(change, subscription) + _next_lines(change, subscription)
    invoice = make_invoice(change, subscription, lines, "subscription_cycle")
    subscription = _move_on(change, subscription, invoice)
    emit(change, "invoice.created", invoice)
    pause = subscription["pause_collection"]
    if subscription["status"] == "unpaid" or (pause and pause["behavior"] == "keep_as_draft"):
        save(change.db, invoice | {"auto_advance": False})
        return subscription
    invoice = finalize(change, invoice)
    if invoice["status"] == "open" and pause:
        close(change, invoice, "void" if pause["behavior"] == "void" else "uncollectible")
    elif invoice["status"] == "open":
        invoice = collect(change, invoice, usual_method(change, subscription), outcome)
    return subscription_of(change, invoice)


def announce(change: Change, subscription: Json) -> Json:
    """Say what the next period will cost. The invoice does not exist yet and has no id."""
    end = period_of(subscription)[1]
    remember(change.db, subscription["id"], told_of=end)
    emit(change, "invoice.upcoming", preview(change, subscription))
    return subscription


def preview(change: Change, subscription: Json) -> Json:
    """The next invoice as it would be."""
    lines = waiting_lines(change, subscription) + _next_lines(change, subscription)
    start, end = period_of(subscription)
    looked_at = {"created": end, "period_start": start, "period_end": end, "next_payment_attempt": end}
    return new_invoice(change, subscription, lines, "upcoming", None) | looked_at


def _next_lines(change: Change, subscription: Json) -> list[Json]:
    start = period_of(subscription)[1]
    end = _end_after(subscription, start)
    return [period_line(change, item, start, end) for item in subscription["items"]["data"]]


def _end_after(subscription: Json, start: int) -> int:
    return next_date(subscription["billing_cycle_anchor"], recurring_of(subscription), start)


def _move_on(change: Change, subscription: Json, invoice: Json) -> Json:
    items = subscription["items"] | {"data": [dict(item) for item in subscription["items"]["data"]]}
    start = period_of(subscription)[1]
    set_period({"items": items}, start, _end_after(subscription, start))
    status = "active" if subscription["status"] == "trialing" else subscription["status"]
    return tell_updated(change, subscription, items=items, latest_invoice=invoice["id"], status=status)
