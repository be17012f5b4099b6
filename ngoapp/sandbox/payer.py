"""What a payer does on the checkout page, and what becomes of a payment afterwards."""

from ngoapp.sandbox.billing.collect import conclude
from ngoapp.sandbox.billing.start import subscribe
from ngoapp.sandbox.params.rules import metadata_of
from ngoapp.sandbox.resources.charges import book, make_charge, settle
from ngoapp.sandbox.resources.checkout_sessions import KIND as SESSION
from ngoapp.sandbox.resources.checkout_sessions import complete, end_later_payment
from ngoapp.sandbox.resources.customers import make_customer
from ngoapp.sandbox.resources.invoice_payments import invoice_paid_by
from ngoapp.sandbox.resources.payment_intents import KIND as INTENT
from ngoapp.sandbox.resources.payment_intents import follow, make_intent
from ngoapp.sandbox.resources.payment_methods import Payer, make_payment_method
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.objects import Json, every, get, private_of, save
from ngoapp.sandbox.state.world import Change

CARD, BANK = "card", "us_bank_account"


def pay(change: Change, session: Json, payer: Payer) -> Json:
    """Pay by card: the money is there at once, unless the card is one that is refused. Raises NotPossible."""
    # A bank that asks for its owner finds the owner here, on the page.
    return _attempt(change, session, payer, CARD, "failed" if payer.card.outcome == "failed" else "succeeded")


def decline(change: Change, session: Json, payer: Payer) -> Json:
    """Try a card that the bank refuses; the page stays open. Raises NotPossible."""
    return _attempt(change, session, payer, CARD, "failed")


def pay_later(change: Change, session: Json, payer: Payer) -> Json:
    """Pay from a bank account: the session is complete, the money takes days. Raises NotPossible."""
    return _attempt(change, session, payer, BANK, "pending")


def finish_later_payment(change: Change, intent: Json, *, paid: bool) -> None:
    """Let the money of a bank payment arrive or fail. Raises NotPossible."""
    if intent["status"] != "processing":
        raise NotPossible(f"This payment is not on its way; its status is {intent['status']}.")
    charge = get(change.db, intent["latest_charge"], "charge")
    method = get(change.db, charge["payment_method"], "payment_method")
    settle(change, charge, "succeeded" if paid else "failed")
    follow(change, intent, charge, method)
    invoice = invoice_paid_by(change, intent["id"])
    named = {"invoice": invoice["id"]} if invoice else {"payment_intent": intent["id"]}
    for session in every(change.db, SESSION, **named):
        end_later_payment(change, session, paid=paid)
    if invoice:
        conclude(change, invoice, charge)
    elif paid:
        book(change, charge)


def last_refusal(change: Change, session: Json) -> str | None:
    """Why the payer's last attempt failed, if it did."""
    id = session["payment_intent"] or private_of(change.db, session["id"]).get("intent")
    error = get(change.db, id, INTENT)["last_payment_error"] if id else None
    return error["message"] if error else None


def _attempt(change: Change, session: Json, payer: Payer, type: str, outcome: str) -> Json:
    if session["status"] != "open":
        raise NotPossible(f"This Checkout Session is {session['status']}.")
    if type not in session["payment_method_types"]:
        raise NotPossible(f"This Checkout Session does not accept {type}.")
    if session["mode"] == "subscription":
        return subscribe(change, session, payer, type, outcome)
    return _pay_once(change, session, payer, type, outcome)


def _pay_once(change: Change, session: Json, payer: Payer, type: str, outcome: str) -> Json:
    intent = _intent_of(change, session, payer)
    method = make_payment_method(change, type, payer, intent["customer"])
    charge = make_charge(change, intent, method, outcome)
    follow(change, intent, charge, method)
    made = {"payment_intent": intent["id"], "customer": intent["customer"]}
    if outcome == "failed":
        return save(change.db, session | {"payment_intent": intent["id"]})
    status = "paid" if outcome == "succeeded" else "unpaid"
    session = complete(change, session, payer=payer, payment_status=status, **made)
    if outcome == "succeeded":
        book(change, charge)
    return session


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
