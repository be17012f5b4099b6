"""Beginning a subscription: on the checkout page, or as the dashboard does it."""

from ngoapp.sandbox.billing.collect import conclude, finalize
from ngoapp.sandbox.params.rules import metadata_of
from ngoapp.sandbox.resources.charges import make_charge
from ngoapp.sandbox.resources.checkout_sessions import complete
from ngoapp.sandbox.resources.customers import make_customer
from ngoapp.sandbox.resources.first_payment import first_amount, first_period
from ngoapp.sandbox.resources.invoice_lines import once_line, period_line
from ngoapp.sandbox.resources.invoices import make_invoice
from ngoapp.sandbox.resources.line_items import recurring_items
from ngoapp.sandbox.resources.payment_intents import follow, make_intent
from ngoapp.sandbox.resources.payment_methods import Payer, attach_to, make_payment_method
from ngoapp.sandbox.resources.subscriptions import make_subscription, period_of
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.objects import Json, get, private_of, remember, save
from ngoapp.sandbox.state.world import Change


def begin(change: Change, items: list[Json], start: Json, **facts: object) -> tuple[Json, Json]:
    """A new subscription with its first invoice, not yet finalized. `items` are a session's or a request's."""
    end, anchor = first_period(change, items, start)
    trial = (
        {"status": "trialing", "trial_end": end, "trial_start": change.now} if "trial_end" in start else {}
    )
    subscription = make_subscription(
        change,
        recurring_items(items),
        start=change.now,
        end=end,
        **{"billing_cycle_anchor": anchor, **facts, **trial},
    )
    invoice = make_invoice(
        change, subscription, _lines(change, subscription, items, start), "subscription_create"
    )
    subscription["latest_invoice"] = invoice["id"]
    emit(change, "customer.subscription.created", save(change.db, subscription))
    emit(change, "invoice.created", invoice)
    return subscription, invoice


def _lines(change: Change, subscription: Json, items: list[Json], start: Json) -> list[Json]:
    again = [
        period_line(change, item, *period_of(subscription), amount=first_amount(change, item, start))
        for item in subscription["items"]["data"]
    ]
    return again + [once_line(change, item) for item in items if not item["price"]["recurring"]]


def subscribe(change: Change, session: Json, payer: Payer, type: str, outcome: str) -> Json:
    """What the payer does on the checkout page. Before it is paid there is no subscription; a refusal leaves none."""
    customer = session["customer"] or make_customer(change, email=payer.email, name=payer.name)["id"]
    method = make_payment_method(change, type, payer, None)
    charge = None
    if session["amount_total"]:
        intent = _intent(change, session, customer)
        charge = make_charge(change, intent, method, outcome)
        follow(change, intent, charge, method)
        if outcome == "failed":
            session["customer"] = customer
            return save(change.db, session)
    return _settle(change, session, payer, attach_to(change, method, customer), charge)


def _intent(change: Change, session: Json, customer: str) -> Json:
    """The one payment intent of all attempts on the page; the session does not show it."""
    known = private_of(change.db, session["id"]).get("intent")
    if known:
        return get(change.db, known, "payment_intent")
    intent = make_intent(
        change,
        amount=session["amount_total"],
        currency=session["currency"],
        customer=customer,
        description="Subscription creation",
        payment_method_types=session["payment_method_types"],
        setup_future_usage="off_session",
    )
    remember(change.db, session["id"], intent=intent["id"])
    return intent


def _settle(change: Change, session: Json, payer: Payer, method: Json, charge: Json | None) -> Json:
    private = private_of(change.db, session["id"])
    start = private["subscription_data"]
    subscription, invoice = begin(
        change,
        private["line_items"],
        start,
        customer=method["customer"],
        default_payment_method=method["id"],
        description=start.get("description"),
        metadata=metadata_of(start),
    )
    intent = get(change.db, private["intent"], "payment_intent") if charge else None
    finalize(change, invoice, intent)
    paid = charge is None or charge["status"] == "succeeded"
    session = complete(
        change,
        session,
        payer=payer,
        payment_status="no_payment_required" if charge is None else "paid" if paid else "unpaid",
        customer=method["customer"],
        invoice=invoice["id"],
        subscription=subscription["id"],
    )
    if charge:
        conclude(change, invoice, charge)
    return session
