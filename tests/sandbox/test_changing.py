"""A subscription that runs is changed: amount, day, card, pause, end."""

from typing import Any

import pytest
import stripe

from tests.sandbox.billing import advance, invoices, period, subscribe, subscription
from tests.sandbox.receiver import Receiver
from tests.sandbox.shop import Shop


def update(shop: Shop, id: str, **params: Any) -> Any:
    return shop.stripe.v1.subscriptions.update(id, params)  # type: ignore[arg-type]


def other_price(shop: Shop, id: str, amount: int, interval: str = "month") -> Any:
    """The item of a subscription with another price for the same product."""
    item = subscription(shop, id)["items"].data[0]
    price = {
        "currency": "usd",
        "unit_amount": amount,
        "recurring": {"interval": interval},
        "product": item.price.product,
    }
    return [{"id": item.id, "price_data": price}]


def test_another_amount_without_proration_holds_from_the_next_renewal(shop: Shop, receiver: Receiver) -> None:
    id = subscribe(shop).subscription
    before = period(subscription(shop, id))
    changed = update(shop, id, items=other_price(shop, id, 4000), proration_behavior="none")
    assert (changed["items"].data[0].price.unit_amount, period(changed)) == (4000, before)
    assert len(invoices(shop, id)) == 1
    receiver.wait_for("customer.subscription.updated")
    advance(shop, id)
    assert invoices(shop, id)[0].amount_paid == 4000


def test_another_amount_is_prorated_unless_one_says_no(shop: Shop) -> None:
    id = subscribe(shop).subscription
    update(shop, id, items=other_price(shop, id, 4000))
    advance(shop, id)
    invoice = invoices(shop, id)[0]
    assert invoice.amount_paid in range(5480, 5501)
    assert len(invoice.lines.data) == 3
    changed = update(shop, id, items=other_price(shop, id, 9000), proration_behavior="always_invoice")
    now = invoices(shop, id)[0]
    assert (now.billing_reason, now.amount_paid, changed.latest_invoice) == (
        "subscription_update",
        5000,
        now.id,
    )


def test_another_interval_begins_a_period_at_once(shop: Shop) -> None:
    id = subscribe(shop).subscription
    items = other_price(shop, id, 30000, "year")
    changed = update(shop, id, items=items, proration_behavior="none")
    start, end = period(changed)
    assert end - start in (365 * 86400, 366 * 86400)
    assert invoices(shop, id)[0].amount_paid == 30000


def test_a_trial_moves_the_day_and_its_invoice_is_of_nothing(shop: Shop) -> None:
    id = subscribe(shop).subscription
    until = period(subscription(shop, id))[1] + 5 * 86400
    changed = update(shop, id, trial_end=until, proration_behavior="none")
    assert (changed.status, period(changed)[1], changed.billing_cycle_anchor) == ("trialing", until, until)
    invoice = invoices(shop, id)[0]
    assert (invoice.amount_due, invoice.status, invoice.payments.data) == (0, "paid", [])
    assert advance(shop, id)["status"] == "active"
    assert invoices(shop, id)[0].amount_paid == 2500
    assert len(shop.stripe.v1.charges.list().data) == 2


def test_an_anchor_of_now_bills_now(shop: Shop) -> None:
    id = subscribe(shop).subscription
    advance(shop, id, period(subscription(shop, id))[0] + 10 * 86400)
    changed = update(shop, id, billing_cycle_anchor={"type": "now"}, proration_behavior="none")
    assert changed.billing_cycle_anchor == period(changed)[0]
    assert [invoice.amount_paid for invoice in invoices(shop, id)] == [2500, 2500]


@pytest.mark.parametrize(
    ("behavior", "status"),
    [("void", "void"), ("keep_as_draft", "draft"), ("mark_uncollectible", "uncollectible")],
)
def test_a_pause_lets_renewals_pass_without_a_payment_until_it_is_over(shop, behavior, status):
    id = subscribe(shop).subscription
    end = period(subscription(shop, id))[1]
    paused = update(shop, id, pause_collection={"behavior": behavior, "resumes_at": end + 86400})
    assert (paused.status, paused.pause_collection.behavior) == ("active", behavior)
    assert advance(shop, id)["happened"] == ["renew"]
    assert invoices(shop, id)[0].status == status
    assert advance(shop, id)["happened"] == ["resume", "upcoming", "renew"]
    assert (invoices(shop, id)[0].status, subscription(shop, id).pause_collection) == ("paid", None)


def test_a_pause_can_be_ended_by_hand_and_a_draft_finalized_and_paid(shop: Shop) -> None:
    id = subscribe(shop).subscription
    update(shop, id, pause_collection={"behavior": "keep_as_draft"})
    advance(shop, id)
    assert update(shop, id, pause_collection="").pause_collection is None
    draft = invoices(shop, id)[0]
    shop.stripe.v1.invoices.finalize_invoice(draft.id)
    assert shop.stripe.v1.invoices.pay(draft.id).amount_paid == 2500


def test_a_subscription_at_rest_has_no_periods_and_begins_one_when_it_is_resumed(
    shop: Shop, receiver: Receiver
) -> None:
    id = subscribe(shop).subscription
    assert shop.stripe.v1.subscriptions.pause(id).status == "paused"
    assert shop.post_json(f"/subscriptions/{id}/advance.json", {}).status == 400
    assert shop.stripe.v1.subscriptions.resume(id).status == "active"
    assert [invoice.amount_paid for invoice in invoices(shop, id)] == [2500, 2500]
    receiver.wait_for("customer.subscription.paused", "customer.subscription.resumed")


def test_a_subscription_that_is_to_end_runs_until_its_period_does(shop: Shop, receiver: Receiver) -> None:
    id = subscribe(shop).subscription
    ending = update(shop, id, cancel_at_period_end=True)
    assert (ending.status, ending.cancel_at) == ("active", period(ending)[1])
    assert update(shop, id, cancel_at_period_end=False).cancel_at is None
    update(shop, id, cancel_at_period_end=True)
    assert advance(shop, id)["happened"] == ["cancel"]
    assert subscription(shop, id).status == "canceled"
    receiver.wait_for("customer.subscription.deleted")
    assert len(invoices(shop, id)) == 1


def test_a_subscription_is_ended_once_and_keeps_its_story(shop: Shop, receiver: Receiver) -> None:
    id = subscribe(shop).subscription
    ended = shop.stripe.v1.subscriptions.cancel(id, {"cancellation_details": {"comment": "Thank you"}})
    assert (ended.status, ended.cancellation_details.comment) == ("canceled", "Thank you")  # type: ignore[union-attr]
    receiver.wait_for("customer.subscription.deleted")
    with pytest.raises(stripe.InvalidRequestError):
        shop.stripe.v1.subscriptions.cancel(id)
    with pytest.raises(stripe.InvalidRequestError, match="canceled subscription"):
        update(shop, id, cancel_at_period_end=True)
    assert update(shop, id, metadata={"plan": "p2"}).metadata.to_dict() == {"plan": "p2"}
    assert shop.stripe.v1.subscriptions.list().data == []
    assert [found.id for found in shop.stripe.v1.subscriptions.list({"status": "ended"}).data] == [id]


def test_metadata_are_merged_and_can_be_taken_away(shop: Shop) -> None:
    id = subscribe(shop).subscription
    assert update(shop, id, metadata={"a": "1"}).metadata.to_dict() == {"plan": "p1", "a": "1"}
    assert update(shop, id, metadata="").metadata.to_dict() == {}


@pytest.mark.parametrize(
    ("param", "params"),
    [
        ("items[0][id]", {"items": [{"quantity": 2}]}),
        ("items[0][id]", {"items": [{"id": "si_unknown", "quantity": 2}]}),
        ("default_payment_method", {"default_payment_method": "pm_unknown"}),
        ("pause_collection[behavior]", {"pause_collection": {"behavior": "sleep"}}),
        ("trial_end", {"trial_end": 5}),
        ("billing_cycle_anchor[type]", {"billing_cycle_anchor": {"type": "later"}}),
        ("discounts", {"discounts": [{"coupon": "half"}]}),
        ("metadata[note]", {"metadata": {"note": "x" * 501}}),
    ],
)
def test_a_change_that_stripe_would_refuse_is_refused_by_parameter(shop, param, params):
    id = subscribe(shop).subscription
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        update(shop, id, **params)
    assert refusal.value.param == param


@pytest.mark.parametrize(
    ("what", "status"), [("cancel", "canceled"), ("end_later", "active"), ("pause", "active")]
)
def test_the_dashboard_changes_a_subscription_too(shop, what, status):
    id = subscribe(shop).subscription
    assert shop.post(f"/subscriptions/{id}/{what}").json()["status"] == status


def test_a_customer_changes_and_keeps_a_card_for_everything(shop: Shop, receiver: Receiver) -> None:
    session = subscribe(shop)
    v1, method = shop.stripe.v1, subscription(shop, session.subscription).default_payment_method
    settings: Any = {"invoice_settings": {"default_payment_method": method}, "name": "Ana Silva"}
    changed = v1.customers.update(session.customer, settings)
    assert (changed.name, changed.invoice_settings.default_payment_method) == ("Ana Silva", method)  # type: ignore[union-attr]
    receiver.wait_for("customer.updated")
    assert [found.id for found in v1.payment_methods.list({"customer": session.customer}).data] == [method]
    assert v1.payment_methods.detach(method).customer is None
