"""Payouts on the dashboard: send money to the bank, and decide whether it arrives."""

from flask import Blueprint, Response, jsonify, render_template, request

from ngoapp.sandbox.money import parse_money
from ngoapp.sandbox.pages.answers import done, refused
from ngoapp.sandbox.pages.here import world
from ngoapp.sandbox.params.rules import currency_of
from ngoapp.sandbox.paying_out import arrive, fail, lines_of, pay_out, waiting_lines
from ngoapp.sandbox.resources.balance_transactions import KIND as LINE
from ngoapp.sandbox.resources.balance_transactions import book_stripe_fee
from ngoapp.sandbox.resources.payouts import KIND
from ngoapp.sandbox.state.objects import Json, every, get
from ngoapp.sandbox.state.world import Change

pages = Blueprint("payouts", __name__)


@pages.get("/payouts")
def index() -> str:
    """All payouts, and what waits for one."""
    with world().change() as change:
        return render_template("payouts.html", payouts=every(change.db, KIND), balances=_balances(change))


@pages.get("/payouts.json")
def index_json() -> Response:
    """All payouts with their lines, newest first."""
    with world().change() as change:
        found = every(change.db, KIND)
        return jsonify([payout | {"lines": lines_of(change, payout["id"])} for payout in found])


@pages.post("/payouts")
def make() -> Response:
    """Pay out what is available, or with `early` everything; with `arrive` it is at the bank at once."""
    currency = currency_of(request.form.get("currency", "usd"), "currency")
    with world().change() as change:
        payout = pay_out(change, currency, early="early" in request.form)
        if "arrive" in request.form:
            payout = arrive(change, payout)
        return done(payout, "payouts.show", id=payout["id"])


@pages.get("/payouts/<id>")
def show(id: str) -> str:
    """One payout with its lines."""
    with world().change() as change:
        payout = get(change.db, id, KIND)
        return render_template("payout.html", payout=payout, lines=lines_of(change, id))


@pages.post("/payouts/<id>/<any(arrive, fail):outcome>")
def end(id: str, outcome: str) -> Response:
    """Let a payout arrive or fail."""
    with world().change() as change:
        payout = get(change.db, id, KIND)
        payout = arrive(change, payout) if outcome == "arrive" else fail(change, payout)
        return done(payout, "payouts.show", id=id)


@pages.post("/balance/fee")
def fee() -> Response:
    """Let Stripe take a fee of its own, such as for a month of Radar."""
    currency = currency_of(request.form.get("currency", "usd"), "currency")
    amount = parse_money(request.form.get("amount", "1.00"), currency)
    if not amount:
        return refused("Type the amount in figures, such as 12.50.", 400)
    with world().change() as change:
        booked = book_stripe_fee(change, amount, currency, request.form.get("description", "Radar"))
        return done(booked, "payouts.index")


def _balances(change: Change) -> list[Json]:
    currencies = sorted({line["currency"] for line in every(change.db, LINE)})
    return [
        {
            "currency": currency,
            "available": sum(line["net"] for line in waiting_lines(change, currency, early=False)),
            "all": sum(line["net"] for line in waiting_lines(change, currency, early=True)),
        }
        for currency in currencies
    ]
