"""Payments and sessions on the dashboard, with what can still become of them."""

from flask import Blueprint, Response, render_template, request

from ngoapp.sandbox.money import exponent, format_money, parse_money
from ngoapp.sandbox.pages.answers import done
from ngoapp.sandbox.pages.here import world
from ngoapp.sandbox.payer import finish_later_payment
from ngoapp.sandbox.resources.charges import of_intent
from ngoapp.sandbox.resources.checkout_sessions import expire
from ngoapp.sandbox.resources.disputes import OUTCOMES, dispute_charge
from ngoapp.sandbox.resources.disputes import end_dispute as end
from ngoapp.sandbox.resources.refunds import arrive, fail, refund_charge
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.objects import Json, every, get
from ngoapp.sandbox.state.world import Change

pages = Blueprint("payments", __name__)


@pages.get("/payments")
def index() -> str:
    """All payments."""
    with world().change() as change:
        return render_template("payments.html", payments=every(change.db, "payment_intent"))


@pages.get("/payments/<id>")
def show(id: str) -> str:
    """One payment with its attempts and refunds."""
    with world().change() as change:
        return render_template("payment.html", **_story(change, get(change.db, id, "payment_intent")))


@pages.post("/payments/<id>/<any(succeed, fail):outcome>")
def finish(id: str, outcome: str) -> Response:
    """Let a later payment arrive or fail."""
    with world().change() as change:
        finish_later_payment(change, get(change.db, id, "payment_intent"), paid=outcome == "succeed")
        return done(get(change.db, id, "payment_intent"), "payments.show", id=id)


@pages.post("/payments/<id>/refund")
def refund(id: str) -> Response:
    """Give back what was typed, or all that is left."""
    with world().change() as change:
        intent = get(change.db, id, "payment_intent")
        return done(_refund(change, intent, request.form.get("amount", "")), "payments.show", id=id)


@pages.post("/refunds/<id>/<any(arrive, fail):outcome>")
def end_refund(id: str, outcome: str) -> Response:
    """Let a refund arrive or fail."""
    with world().change() as change:
        refund = get(change.db, id, "refund")
        refund = arrive(change, refund) if outcome == "arrive" else fail(change, refund)
        return done(refund, "payments.show", id=refund["payment_intent"])


@pages.post("/payments/<id>/<any(dispute, inquire):how>")
def dispute(id: str, how: str) -> Response:
    """Let the payer's bank take the money back, or ask about it first."""
    with world().change() as change:
        intent = get(change.db, id, "payment_intent")
        charge, amount = _paid_charge(change, intent), _typed(request.form.get("amount", ""), intent)
        return done(dispute_charge(change, charge, amount, inquiry=how == "inquire"), "payments.show", id=id)


@pages.post("/disputes/<id>/<any(won, lost, warning_closed, needs_response):outcome>")
def end_dispute(id: str, outcome: str) -> Response:
    """Let a dispute be won or lost, an inquiry be closed or become a dispute."""
    with world().change() as change:
        ended = end(change, get(change.db, id, "dispute"), outcome)
        return done(ended, "payments.show", id=ended["payment_intent"])


@pages.get("/sessions")
def sessions() -> str:
    """All checkout sessions."""
    with world().change() as change:
        return render_template("sessions.html", sessions=every(change.db, "checkout.session"))


@pages.post("/sessions/<id>/expire")
def expire_session(id: str) -> Response:
    """End an open session now."""
    with world().change() as change:
        return done(expire(change, {}, id), "payments.sessions")


def _story(change: Change, intent: Json) -> Json:
    charges = of_intent(change, intent["id"])
    paid = next((charge for charge in charges if charge["status"] == "succeeded"), None)
    left = paid["amount_captured"] - paid["amount_refunded"] if paid else 0
    return {
        "intent": intent,
        "charges": charges,
        "refunds": every(change.db, "refund", payment_intent=intent["id"]),
        "disputes": every(change.db, "dispute", payment_intent=intent["id"]),
        "outcomes": OUTCOMES,
        "disputed": bool(paid and paid["disputed"]),
        "sessions": every(change.db, "checkout.session", payment_intent=intent["id"]),
        "left": left,
        "left_shown": format_money(left, intent["currency"]),
        "decimals": exponent(intent["currency"]),
    }


def _refund(change: Change, intent: Json, typed: str) -> Json:
    return refund_charge(change, _paid_charge(change, intent), _typed(typed, intent))


def _paid_charge(change: Change, intent: Json) -> Json:
    charge = next((c for c in of_intent(change, intent["id"]) if c["status"] == "succeeded"), None)
    if charge is None:
        raise NotPossible("There is nothing to give back: no charge has succeeded.")
    return charge


def _typed(text: str, intent: Json) -> int | None:
    amount = parse_money(text, intent["currency"]) if text.strip() else None
    if text.strip() and not amount:
        raise NotPossible("Type the amount in figures, such as 12.50.")
    return amount
