"""Getting an invoice paid: attempts, their outcome, and what it means for the subscription."""

from ngoapp.sandbox.cycle import DAY
from ngoapp.sandbox.resources.charges import book, make_charge
from ngoapp.sandbox.resources.invoice_payments import make_invoice_payment, payment_of
from ngoapp.sandbox.resources.payment_intents import ask_owner, follow, make_intent
from ngoapp.sandbox.resources.payment_methods import card_behind
from ngoapp.sandbox.resources.subscriptions import ENDED, tell_updated
from ngoapp.sandbox.state.errors import NotPossible
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.objects import Json, find, get, save
from ngoapp.sandbox.state.world import Change

DAYS_TO_RETRY = (3, 5, 7)
DESCRIPTIONS = {"subscription_create": "Subscription creation"}
USUAL_DESCRIPTION = "Subscription update"


def subscription_of(change: Change, invoice: Json) -> Json:
    """The subscription that an invoice is for."""
    return get(change.db, invoice["parent"]["subscription_details"]["subscription"], "subscription")


def finalize(change: Change, invoice: Json, intent: Json | None = None) -> Json:
    """Make a draft ready to be paid; one of nothing is paid with that."""
    if invoice["status"] != "draft":
        raise NotPossible("This invoice is already finalized, you can't re-finalize a non-draft invoice.")
    invoice |= {
        "status": "open",
        "effective_at": change.now,
        "hosted_invoice_url": f"{change.site}/i/{invoice['id']}",
        "number": f"SANDBOX-{invoice['id'][-8:].upper()}",
    }
    invoice["status_transitions"]["finalized_at"] = change.now
    emit(change, "invoice.finalized", save(change.db, invoice))
    if not invoice["amount_due"]:
        return mark_paid(change, invoice)
    make_invoice_payment(change, invoice, intent or intent_for(change, invoice))
    return invoice


def intent_for(change: Change, invoice: Json, **facts: object) -> Json:
    """A payment intent for an invoice. Its metadata stay empty: those of the subscription are not passed on."""
    return make_intent(
        change,
        amount=invoice["amount_due"],
        currency=invoice["currency"],
        customer=invoice["customer"],
        description=DESCRIPTIONS.get(invoice["billing_reason"], USUAL_DESCRIPTION),
        payment_method_types=["card", "us_bank_account"],
        setup_future_usage="off_session",
        **facts,
    )


def usual_method(change: Change, subscription: Json) -> Json | None:
    """What the customer pays this subscription with."""
    customer = get(change.db, subscription["customer"], "customer")
    id = subscription["default_payment_method"] or customer["invoice_settings"]["default_payment_method"]
    return get(change.db, id, "payment_method") if id else None


def collect(change: Change, invoice: Json, method: Json | None, outcome: str | None = None) -> Json:
    """Try to get an open invoice paid; without an outcome the card decides, and a bank account takes days."""
    if method is None:
        return fail(change, invoice)
    usual = card_behind(change, method).outcome if method["type"] == "card" else "pending"
    outcome = outcome or usual
    payment = payment_of(change, invoice)
    if payment is None:
        raise NotPossible("There is nothing to pay on this invoice.")
    intent = get(change.db, payment["payment"]["payment_intent"], "payment_intent")
    if outcome == "requires_action":
        ask_owner(change, intent, method)
        emit(change, "invoice.payment_action_required", invoice)
        return fail(change, invoice)
    charge = make_charge(change, intent, method, outcome)
    follow(change, intent, charge, method)
    return conclude(change, invoice, charge)


def conclude(change: Change, invoice: Json, charge: Json) -> Json:
    """Let an invoice and its subscription know what became of a charge."""
    match charge["status"]:
        case "succeeded":
            invoice = mark_paid(change, invoice)
            book(change, charge)
        case "failed":
            invoice = fail(change, invoice)
        case _:
            invoice["attempted"] = True
            save(change.db, invoice)
    return invoice


def mark_paid(change: Change, invoice: Json) -> Json:
    """An invoice is paid, and with it the subscription is in order again."""
    payment = payment_of(change, invoice)
    if payment:
        payment |= {"status": "paid", "amount_paid": invoice["amount_due"]}
        payment["status_transitions"]["paid_at"] = change.now
        emit(change, "invoice_payment.paid", save(change.db, payment))
        invoice["attempt_count"] += 1
    invoice |= {
        "status": "paid",
        "attempted": True,
        "amount_paid": invoice["amount_due"],
        "amount_remaining": 0,
        "auto_advance": False,
        "ending_balance": 0,
        "next_payment_attempt": None,
    }
    invoice["status_transitions"]["paid_at"] = change.now
    emit(change, "invoice.paid", save(change.db, invoice))
    emit(change, "invoice.payment_succeeded", invoice)
    subscription = subscription_of(change, invoice)
    if (
        subscription["status"] in ("past_due", "unpaid", "incomplete")
        and subscription["latest_invoice"] == invoice["id"]
    ):
        tell_updated(change, subscription, status="active")
    return invoice


def fail(change: Change, invoice: Json) -> Json:
    """An attempt came to nothing: it is tried again, or given up."""
    tried = invoice["attempt_count"] + 1
    subscription = subscription_of(change, invoice)
    first = subscription["status"] == "incomplete"
    again = tried <= len(DAYS_TO_RETRY) and not first and subscription["status"] not in ENDED
    invoice |= {
        "attempt_count": tried,
        "attempted": True,
        "auto_advance": again,
        "next_payment_attempt": change.now + DAYS_TO_RETRY[tried - 1] * DAY if again else None,
    }
    emit(change, "invoice.payment_failed", save(change.db, invoice))
    emit(change, "invoice.updated", invoice)
    if not first and subscription["status"] not in ENDED:
        _fall_behind(change, subscription, last=not again)
    return invoice


def _fall_behind(change: Change, subscription: Json, *, last: bool) -> None:
    given_up = change.switches.after_last_retry
    if last and given_up == "cancel":
        end_subscription(change, subscription, reason="payment_failed")
    elif last and given_up == "unpaid":
        tell_updated(change, subscription, status="unpaid")
    elif subscription["status"] in ("active", "trialing"):
        tell_updated(change, subscription, status="past_due")


def end_subscription(change: Change, subscription: Json, *, reason: str) -> Json:
    """End a subscription now; its open invoices are no longer tried."""
    details = {**subscription["cancellation_details"], "reason": reason}
    subscription |= {
        "status": "canceled",
        "canceled_at": subscription["canceled_at"] or change.now,
        "cancel_at_period_end": False,
        "cancellation_details": details,
        "ended_at": change.now,
    }
    latest = find(change.db, subscription["latest_invoice"] or "", "invoice")
    if latest and latest["status"] == "open":
        save(change.db, latest | {"auto_advance": False, "next_payment_attempt": None})
    emit(change, "customer.subscription.deleted", save(change.db, subscription))
    return subscription
