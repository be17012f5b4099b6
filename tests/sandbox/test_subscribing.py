"""Beginning a subscription: on the checkout page and by hand."""

import time

import pytest
import stripe

from tests.sandbox.billing import (
    dashboard_subscription,
    invoices,
    monthly_params,
    period,
    subscribe,
    subscription,
)
from tests.sandbox.receiver import Receiver
from tests.sandbox.shop import Shop

DECLINED_LATER = "4000000000000341"
IN_FIVE_YEARS = int(time.time()) + 5 * 365 * 86400


def test_a_monthly_session_becomes_a_subscription_an_invoice_and_one_payment(shop: Shop) -> None:
    session = subscribe(shop)
    assert (session.status, session.payment_status, session.amount_total) == ("complete", "paid", 2500)
    assert (session.mode, session.payment_intent) == ("subscription", None)
    begun = subscription(shop, session.subscription, "latest_invoice.payments.data.payment")
    assert (begun.status, begun.customer, begun.metadata.to_dict()) == (
        "active",
        session.customer,
        {"plan": "p1"},
    )
    invoice = begun.latest_invoice
    assert (invoice.id, invoice.status, invoice.billing_reason) == (
        session.invoice,
        "paid",
        "subscription_create",
    )
    assert invoice.parent.subscription_details.subscription == begun.id
    assert not hasattr(invoice, "subscription")
    paid = shop.stripe.v1.payment_intents.retrieve(
        invoice.payments.data[0].payment.payment_intent, {"expand": ["latest_charge.balance_transaction"]}
    )
    assert (paid.status, paid.amount_received, paid.metadata.to_dict()) == ("succeeded", 2500, {})
    assert paid.latest_charge.balance_transaction.net == 2397  # type: ignore[union-attr]
    assert len(shop.stripe.v1.charges.list().data) == 1


def test_beginning_a_subscription_tells_the_webhook_all_of_it(shop: Shop, receiver: Receiver) -> None:
    session = subscribe(shop)
    told = receiver.wait_for(
        "customer.created",
        "payment_method.attached",
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "invoice_payment.paid",
        "invoice.paid",
        "invoice.payment_succeeded",
        "payment_intent.succeeded",
        "charge.succeeded",
        "checkout.session.completed",
        "charge.updated",
    )
    paid = next(event for event in told if event["type"] == "invoice.paid")
    assert paid["data"]["object"]["id"] == session.invoice
    assert len(told) == len(set(receiver.types)) + receiver.types.count("payment_intent.created") - 1


@pytest.mark.parametrize(
    ("recurring", "words"),
    [
        ({"interval": "month"}, "every month"),
        ({"interval": "month", "interval_count": 3}, "every 3 months"),
        ({"interval": "year"}, "every year"),
    ],
)
def test_the_page_says_how_often_it_comes(shop, recurring, words):
    session = shop.stripe.v1.checkout.sessions.create(monthly_params(recurring=recurring))
    assert f"$25.00 {words} until it is stopped" in shop.get(f"/c/pay/{session.id}").text


def test_a_declined_first_payment_leaves_no_subscription_and_can_be_made_good(shop: Shop) -> None:
    session = subscribe(shop, "decline")
    assert (session.status, session.subscription) == ("open", None)
    assert "declined" in shop.get(f"/c/pay/{session.id}").text
    assert shop.stripe.v1.subscriptions.list({"status": "all"}).data == []
    shop.press(session, "pay")
    assert shop.again(session).status == "complete"
    assert [charge.status for charge in shop.stripe.v1.charges.list().data] == ["succeeded", "failed"]
    assert len(shop.stripe.v1.payment_intents.list().data) == len(shop.stripe.v1.customers.list().data) == 1


def test_the_first_payment_from_a_bank_takes_days(shop: Shop, receiver: Receiver) -> None:
    session = subscribe(shop, "later")
    assert (session.status, session.payment_status) == ("complete", "unpaid")
    [invoice] = invoices(shop, session.subscription)
    assert invoice.status == "open"
    assert shop.post(f"/payments/{invoice.payments.data[0].payment.payment_intent}/succeed").status == 200
    receiver.wait_for("checkout.session.async_payment_succeeded", "invoice.paid")
    assert shop.again(session).payment_status == "paid"


def test_a_trial_or_an_anchor_without_proration_takes_nothing_at_first(shop: Shop) -> None:
    ahead = shop.stripe.v1.checkout.sessions.create(monthly_params()).created + 5 * 86400
    for data in ({"trial_end": ahead}, {"billing_cycle_anchor": ahead, "proration_behavior": "none"}):
        session = subscribe(shop, subscription_data=data)
        assert (session.amount_total, session.payment_status) == (0, "no_payment_required")
        begun = subscription(shop, session.subscription, "latest_invoice.payments")
        assert (period(begun)[1], begun.billing_cycle_anchor) == (ahead, ahead)
        assert (begun.latest_invoice.amount_due, begun.latest_invoice.payments.data) == (0, [])
    assert shop.stripe.v1.charges.list().data == []


def test_an_anchor_ahead_takes_the_days_until_then(shop: Shop) -> None:
    ahead = shop.stripe.v1.checkout.sessions.create(monthly_params()).created + 5 * 86400
    session = subscribe(shop, subscription_data={"billing_cycle_anchor": ahead})
    assert session.amount_total in range(380, 480)
    assert invoices(shop, session.subscription)[0].amount_paid == session.amount_total


@pytest.mark.parametrize(
    ("param", "changes"),
    [
        ("customer_creation", {"customer_creation": "always"}),
        ("payment_intent_data", {"payment_intent_data": {"description": "Gift"}}),
        ("subscription_data", {"mode": "payment"}),
        ("subscription_data[metadata][note]", {"subscription_data": {"metadata": {"note": "x" * 501}}}),
        ("subscription_data[billing_cycle_anchor]", {"subscription_data": {"billing_cycle_anchor": 1}}),
        ("subscription_data[billing_cycle_anchor]", {"subscription_data": {"billing_cycle_anchor": 9**11}}),
        ("subscription_data[trial_end]", {"subscription_data": {"trial_end": 1}}),
        ("line_items[0][price_data][recurring][interval]", {"recurring": {"interval": "fortnight"}}),
        (
            "line_items[0][price_data][recurring][interval_count]",
            {"recurring": {"interval": "year", "interval_count": 4}},
        ),
    ],
)
def test_a_monthly_session_that_stripe_would_refuse_is_refused_by_parameter(shop, param, changes):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.stripe.v1.checkout.sessions.create(monthly_params(**changes))
    assert refusal.value.param == param


def test_a_monthly_session_needs_a_price_that_comes_again(shop: Shop) -> None:
    once = {"currency": "usd", "unit_amount": 500, "product_data": {"name": "Once"}}
    with pytest.raises(stripe.InvalidRequestError, match="at least one recurring price"):
        shop.stripe.v1.checkout.sessions.create(
            monthly_params(line_items=[{"quantity": 1, "price_data": once}])
        )


def test_a_subscription_made_by_hand_is_paid_at_once_and_names_nobody_of_ours(shop: Shop) -> None:
    made = dashboard_subscription(shop)
    assert (made.status, made.metadata.to_dict()) == ("active", {})
    [invoice] = invoices(shop, made.id)
    assert (invoice.amount_paid, invoice.billing_reason) == (4000, "subscription_create")


def test_a_subscription_by_hand_whose_card_is_declined_stays_incomplete(
    shop: Shop, receiver: Receiver
) -> None:
    kept = subscribe(shop, card=DECLINED_LATER, subscription_data={"trial_end": IN_FIVE_YEARS})
    method = subscription(shop, kept.subscription).default_payment_method
    params = {"customer": kept.customer, "default_payment_method": method}
    with pytest.raises(stripe.CardError):
        dashboard_subscription(shop, **params, payment_behavior="error_if_incomplete")
    made = dashboard_subscription(shop, **params)
    assert made.status == "incomplete"
    [invoice] = invoices(shop, made.id)
    assert (invoice.status, invoice.attempt_count) == ("open", 1)
    receiver.wait_for("invoice.payment_failed")


@pytest.mark.parametrize(
    ("param", "changes"),
    [
        ("items", {"items": []}),
        ("items[0][price]", {"items": [{"price": "price_unknown"}]}),
        ("customer", {"customer": "cus_unknown"}),
        ("default_payment_method", {"default_payment_method": "pm_unknown"}),
        ("days_until_due", {"days_until_due": 3}),
    ],
)
def test_a_subscription_that_stripe_would_refuse_is_refused_by_parameter(shop, param, changes):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        dashboard_subscription(shop, **changes)
    assert refusal.value.param == param


def test_prices_and_products_are_kept_and_can_be_retired(shop: Shop) -> None:
    v1 = shop.stripe.v1
    product = v1.products.create({"name": "Monthly gift", "metadata": {"fund": "f1"}})
    price = v1.prices.create(
        {"currency": "usd", "unit_amount": 1000, "product": product.id, "recurring": {"interval": "year"}}
    )
    assert (price.active, price.type, price.product) == (True, "recurring", product.id)
    item = {"quantity": 1, "price": price.id}
    assert subscribe(shop, line_items=[item]).amount_total == 1000
    assert v1.prices.update(price.id, {"active": False}).active is False
    with pytest.raises(stripe.InvalidRequestError, match="inactive"):
        v1.checkout.sessions.create(monthly_params(line_items=[item]))
    assert v1.products.update(product.id, {"active": False}).active is False
    assert v1.products.list({"active": True}).data == []
    assert [found.id for found in v1.prices.list({"product": product.id}).data] == [price.id]


def test_a_subscription_and_its_invoice_can_be_shown_as_they_were_before_basil(
    shop: Shop, receiver: Receiver
) -> None:
    shop.switch(before_basil=True)
    session = subscribe(shop)
    begun = subscription(shop, session.subscription, "latest_invoice.payment_intent")
    assert begun.current_period_end == period(begun)[1]
    invoice = begun.latest_invoice
    assert (invoice.subscription, invoice.paid, invoice.payment_intent.invoice) == (
        begun.id,
        True,
        invoice.id,
    )
    assert not hasattr(invoice, "parent")
    told = next(event for event in receiver.wait_for("invoice.paid") if event["type"] == "invoice.paid")
    assert told["data"]["object"]["subscription"] == begun.id
    assert told["api_version"] == "2025-02-24.acacia"
