"""What a payer does on the checkout page, and what becomes of a payment afterwards."""

from ngoapp.sandbox.params.rules import metadata_of
from ngoapp.sandbox.resources.charges import book, make_charge, settle
from ngoapp.sandbox.resources.checkout_sessions import KIND as SESSION
from ngoapp.sandbox.resources.checkout_sessions import complete, end_later_payment
from ngoapp.sandbox.resources.customers import make_customer
from ngoapp.sandbox.resources.payment_intents import KIND as INTENT
from ngoapp.sandbox.resources.payment_intents import follow, make_intent
from ngoapp.sandbox.resources.payment_methods import Payer, make_payment_method
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.objects import Json, every, get, private_of, save
from ngoapp.sandbox.state.world import Change

CARD, BANK = "card", "us_bank_account"


def pay(change: Change, session: Json, payer: Payer) -> Json:
    """Pay by card: the money is there at once. Raises NotPossible."""
    intent, charge = _attempt(change, session, payer, CARD, "succeeded")
    session = complete(change, session, intent=intent, email=payer.email, name=payer.name, paid=True)
    book(change, charge)
    return session


def decline(change: Change, session: Json, payer: Payer) -> None:
    """Try a card that the bank refuses; the page stays open. Raises NotPossible."""
    intent, _ = _attempt(change, session, payer, CARD, "failed")
    _remember_intent(change, session, intent)


def pay_later(change: Change, session: Json, payer: Payer) -> Json:
    """Pay from a bank account: the session is complete, the money takes days. Raises NotPossible."""
    intent, _ = _attempt(change, session, payer, BANK, "pending")
    return complete(change, session, intent=intent, email=payer.email, name=payer.name, paid=False)


def finish_later_payment(change: Change, intent: Json, *, paid: bool) -> None:
    """Let the money of a bank payment arrive or fail. Raises NotPossible."""
    if intent["status"] != "processing":
        raise NotPossible(f"This payment is not on its way; its status is {intent['status']}.")
    charge = get(change.db, intent["latest_charge"], "charge")
    method = get(change.db, charge["payment_method"], "payment_method")
    settle(change, charge, "succeeded" if paid else "failed")
    follow(change, intent, charge, method)
    for session in every(change.db, SESSION, payment_intent=intent["id"]):
        end_later_payment(change, session, paid=paid)
    if paid:
        book(change, charge)


def last_refusal(change: Change, session: Json) -> str | None:
    """Why the payer's last attempt failed, if it did."""
    if session["payment_intent"] is None:
        return None
    error = get(change.db, session["payment_intent"], INTENT)["last_payment_error"]
    return error["message"] if error else None


def _attempt(change: Change, session: Json, payer: Payer, type: str, outcome: str) -> tuple[Json, Json]:
    if session["status"] != "open":
        raise NotPossible(f"This Checkout Session is {session['status']}.")
    if type not in session["payment_method_types"]:
        raise NotPossible(f"This Checkout Session does not accept {type}.")
    intent = _intent_of(change, session, payer)
    method = make_payment_method(change, type, payer, intent["customer"])
    charge = make_charge(change, intent, method, outcome)
    return follow(change, intent, charge, method), charge


def _intent_of(change: Change, session: Json, payer: Payer) -> Json:
    """The session's payment intent, which Stripe makes at the first attempt."""
    if session["payment_intent"]:
        return get(change.db, session["payment_intent"], INTENT)
    data = private_of(change.db, session["id"])["payment_intent_data"]
    customer = session["customer"]
    if session["customer_creation"] == "always":
        customer = make_customer(change, email=payer.email, name=payer.name)["id"]
    return make_intent(
        change,
        **{name: value for name, value in data.items() if name != "metadata"},
        amount=session["amount_total"],
        currency=session["currency"],
        customer=customer,
        metadata=metadata_of(data),
        payment_method_types=session["payment_method_types"],
    )


def _remember_intent(change: Change, session: Json, intent: Json) -> None:
    session["payment_intent"] = intent["id"]
    save(change.db, session)
