"""Subscriptions on the dashboard: move their time ahead, make one by hand, end it."""

from contextlib import AbstractContextManager
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from ngoapp.sandbox.billing.advance import OUTCOMES, advance, advance_all
from ngoapp.sandbox.billing.by_hand import make_by_hand
from ngoapp.sandbox.billing.change import cancel, update
from ngoapp.sandbox.billing.timeline import steps_ahead
from ngoapp.sandbox.cycle import in_words
from ngoapp.sandbox.money import parse_money
from ngoapp.sandbox.pages.answers import done, refused
from ngoapp.sandbox.pages.here import world
from ngoapp.sandbox.pages.payer import typed_payer
from ngoapp.sandbox.params.rules import chargeable, currency_of
from ngoapp.sandbox.resources.cards import OFFERED
from ngoapp.sandbox.resources.invoice_payments import payment_of
from ngoapp.sandbox.resources.invoices import SUBSCRIPTION
from ngoapp.sandbox.resources.subscriptions import KIND, clock_of, period_of, recurring_of
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.objects import Json, every, get
from ngoapp.sandbox.state.world import Change

INTERVALS: dict[str, Json] = {
    "month": {"interval": "month"},
    "quarter": {"interval": "month", "interval_count": 3},
    "year": {"interval": "year"},
}
AIMS = ("next", "week_before", "renewal", "now")
CHANGES: dict[str, Json] = {
    "end_later": {"cancel_at_period_end": True},
    "go_on": {"cancel_at_period_end": False},
    "pause": {"pause_collection": {"behavior": "void"}},
    "unpause": {"pause_collection": ""},
}
pages = Blueprint("subscriptions", __name__)


@pages.get("/subscriptions")
def index() -> str:
    """All subscriptions, and a form for another."""
    with world().change() as change:
        found = [_described(change, each) for each in every(change.db, KIND)]
    return render_template("subscriptions.html", subscriptions=found, cards=OFFERED, intervals=INTERVALS)


@pages.get("/subscriptions.json")
def index_json() -> Response:
    """All subscriptions with their clock, what lies ahead of them, and their invoices."""
    with world().change() as change:
        return jsonify([_described(change, each) for each in every(change.db, KIND)])


@pages.post("/subscriptions")
def make() -> Response:
    """Make one as in Stripe's dashboard."""
    currency = currency_of(request.form.get("currency", "usd"), "currency")
    amount = parse_money(request.form.get("amount", "25"), currency)
    if amount is None or request.form.get("interval", "month") not in INTERVALS:
        return refused("Type the amount in figures, such as 12.50, and choose how often.", 400)
    recurring = INTERVALS[request.form.get("interval", "month")]
    with _change() as change:
        chargeable(amount, currency, "amount")
        made = make_by_hand(change, typed_payer(), amount=amount, currency=currency, recurring=recurring)
        return done(_described(change, made), "subscriptions.show", id=made["id"])


@pages.get("/subscriptions/<id>")
def show(id: str) -> str:
    """One subscription."""
    with world().change() as change:
        found = _described(change, get(change.db, id, KIND))
    return render_template("subscription.html", subscription=found, outcomes=[o for o in OUTCOMES if o])


@pages.post("/subscriptions/<id>/advance")
def move(id: str) -> Response:
    """Move its time ahead, as a form says."""
    return _advance(id, request.form.to_dict() | {"today": "today" in request.form})


@pages.post("/subscriptions/<id>/advance.json")
def move_json(id: str) -> Response:
    """Move its time ahead, as a script says."""
    return _advance(id, request.get_json(silent=True))


@pages.post("/subscriptions/advance.json")
def move_all_json() -> Response:
    """Move the time of all ahead to a moment."""
    to, outcome, today = _aim(request.get_json(silent=True))
    if isinstance(to, str):
        raise NotPossible("For all of them `to` is a timestamp.")
    with _change() as change:
        done_by = advance_all(change, to, outcome, today=today)
    return jsonify({id: [step.what for step in steps] for id, steps in done_by.items()})


@pages.post("/subscriptions/<id>/<any(cancel, end_later, go_on, pause, unpause):what>")
def act(id: str, what: str) -> Response:
    """End it, at once or later, or pause its collection."""
    with _change() as change:
        changed = cancel(change, {}, id) if what == "cancel" else update(change, CHANGES[what], id)
        return done(_described(change, changed), "subscriptions.show", id=id)


def _change() -> AbstractContextManager[Change]:
    return world().change(site=request.host_url.rstrip("/"))


def _advance(id: str, wanted: Any) -> Response:
    to, outcome = wanted.get("to", "renewal"), wanted.get("outcome") or None
    aim = (isinstance(to, int) and not isinstance(to, bool)) or to in AIMS
    if not aim or outcome not in OUTCOMES or set(wanted) - {"to", "outcome", "today"}:
        return refused(
            "`to` is renewal, week_before, next or a timestamp; `outcome` is pay, decline or action.", 400
        )
    with _change() as change:
        steps = advance(change, id, to, outcome, today=bool(wanted.get("today")))
        told = _described(change, get(change.db, id, KIND))
        return done(told | {"happened": [step.what for step in steps]}, "subscriptions.show", id=id)


def _aim(wanted: Any) -> tuple[str | int, str | None, bool]:
    """Where to go, with which outcome, and how it is dated. Raises NotPossible."""
    if not isinstance(wanted, dict):
        raise NotPossible("Send a JSON object.")
    to, outcome = wanted.get("to", "renewal"), wanted.get("outcome") or None
    if not (type(to) is int or to in AIMS):
        raise NotPossible(f"`to` is one of {', '.join(AIMS)}, or a timestamp.")
    if outcome not in OUTCOMES or set(wanted) - {"to", "outcome", "today"}:
        raise NotPossible("`outcome` is pay, decline or action; besides it there is `today`.")
    return to, outcome, bool(wanted.get("today"))


def _described(change: Change, subscription: Json) -> Json:
    item, customer = subscription["items"]["data"][0], get(change.db, subscription["customer"], "customer")
    start, end = period_of(subscription)
    shown = (
        "id",
        "status",
        "currency",
        "metadata",
        "pause_collection",
        "cancel_at",
        "default_payment_method",
    )
    return {name: subscription[name] for name in shown} | {
        "amount": sum(
            each["price"]["unit_amount"] * each["quantity"] for each in subscription["items"]["data"]
        ),
        "how_often": in_words(recurring_of(subscription)),
        "product": get(change.db, item["price"]["product"], "product")["name"],
        "customer": customer["id"],
        "email": customer["email"],
        "clock": clock_of(change, subscription),
        "current_period_start": start,
        "current_period_end": end,
        "ahead": [{"at": step.at, "what": step.what} for step in steps_ahead(change, subscription)],
        "invoices": [_invoice(change, invoice) for invoice in _invoices(change, subscription)],
    }


def _invoices(change: Change, subscription: Json) -> list[Json]:
    return every(change.db, "invoice", **{SUBSCRIPTION: subscription["id"]})


def _invoice(change: Change, invoice: Json) -> Json:
    payment = payment_of(change, invoice)
    shown = ("id", "status", "amount_due", "currency", "created", "billing_reason", "attempt_count")
    more = ("next_payment_attempt", "hosted_invoice_url")
    paid_by = payment["payment"]["payment_intent"] if payment else None
    return {name: invoice[name] for name in shown + more} | {"payment_intent": paid_by}
