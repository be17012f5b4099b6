"""The billing portal: another card, the end, another sum, and the way back."""

from typing import Any

import pytest
import stripe

from tests.sandbox.billing import advance, invoices, open_portal, subscribe, subscription
from tests.sandbox.receiver import Receiver
from tests.sandbox.shop import Shop

BACK = {"after_completion": {"type": "redirect", "redirect": {"return_url": "https://charity.example/done"}}}


def configuration(shop: Shop, **features: Any) -> Any:
    return shop.stripe.v1.billing_portal.configurations.create({"features": features})  # type: ignore[typeddict-item]


def test_a_portal_session_has_a_page_that_shows_what_the_payer_gives(shop: Shop) -> None:
    portal = open_portal(shop, subscribe(shop))
    assert (portal.flow, portal.return_url) == (None, "https://charity.example/giving")
    assert portal.url == f"{shop.url}/p/{portal.id}"
    page = shop.get(f"/p/{portal.id}").text
    for text in ("$25.00 every month", "Visa ending in 4242", "https://charity.example/giving"):
        assert text in page


def test_another_card_becomes_the_usual_one_everywhere(shop: Shop, receiver: Receiver) -> None:
    begun = subscribe(shop)
    portal = open_portal(shop, begun, "payment_method_update", flow_data=BACK)
    answer = shop.post(f"/p/{portal.id}", action="card", card="5555555555554444")
    assert (answer.status, answer.headers["Location"]) == (303, "https://charity.example/done")
    receiver.wait_for("payment_method.attached", "customer.updated", "customer.subscription.updated")
    customer = shop.stripe.v1.customers.retrieve(
        begun.customer, {"expand": ["invoice_settings.default_payment_method"]}
    )
    method: Any = customer.invoice_settings.default_payment_method  # type: ignore[union-attr]
    assert (method.card.brand, method.card.last4) == ("mastercard", "4444")
    assert subscription(shop, begun.subscription).default_payment_method == method.id
    advance(shop, begun.subscription)
    charge = shop.stripe.v1.charges.list().data[0]
    assert charge.payment_method_details.card.last4 == "4444"  # type: ignore[union-attr]


def test_a_card_can_be_changed_to_one_that_fails_and_back(shop: Shop) -> None:
    begun = subscribe(shop)
    portal = open_portal(shop, begun)
    assert shop.post(f"/p/{portal.id}", action="card", card="4000000000000341").status == 303
    assert advance(shop, begun.subscription)["status"] == "past_due"
    assert shop.post(f"/p/{portal.id}", action="card", card="4242424242424242").status == 303
    assert advance(shop, begun.subscription, "next")["status"] == "active"
    assert invoices(shop, begun.subscription)[0].status == "paid"


@pytest.mark.parametrize("card", ["4000000000000002", "4242424242424241", "none"])
def test_a_card_that_cannot_be_kept_changes_nothing(shop, card):
    begun = subscribe(shop)
    answer = shop.post(f"/p/{open_portal(shop, begun).id}", action="card", card=card)
    assert (answer.status, "Nothing was changed" in answer.text) == (400, True)
    assert len(shop.stripe.v1.payment_methods.list({"customer": begun.customer}).data) == 1


def test_a_payer_stops_and_thinks_again(shop: Shop, receiver: Receiver) -> None:
    begun = subscribe(shop)
    portal = open_portal(shop, begun)
    shop.post(f"/p/{portal.id}", action="cancel", subscription=begun.subscription)
    assert subscription(shop, begun.subscription).cancel_at_period_end is True
    assert "Keep it" in shop.get(f"/p/{portal.id}").text
    shop.post(f"/p/{portal.id}", action="keep", subscription=begun.subscription)
    assert subscription(shop, begun.subscription).cancel_at_period_end is False
    receiver.wait_for("customer.subscription.updated")


def test_a_configuration_says_whether_the_end_comes_at_once(shop: Shop, receiver: Receiver) -> None:
    begun = subscribe(shop)
    at_once = configuration(shop, subscription_cancel={"enabled": True, "mode": "immediately"})
    portal = open_portal(shop, begun, "subscription_cancel", configuration=at_once.id)
    assert shop.post(f"/p/{portal.id}", action="cancel").status == 303
    assert subscription(shop, begun.subscription).status == "canceled"
    receiver.wait_for("customer.subscription.deleted")


def test_a_payer_chooses_another_sum_out_of_those_on_offer(shop: Shop) -> None:
    begun = subscribe(shop)
    item = subscription(shop, begun.subscription)["items"].data[0]
    price = shop.stripe.v1.prices.create(
        {
            "currency": "usd",
            "unit_amount": 5000,
            "product": item.price.product,
            "recurring": {"interval": "month"},
        }
    )
    products = [{"product": item.price.product, "prices": [price.id]}]
    offer = configuration(
        shop,
        subscription_update={"enabled": True, "default_allowed_updates": ["price"], "products": products},
    )
    portal = open_portal(shop, begun, "subscription_update", configuration=offer.id)
    assert "$50.00 every month" in shop.get(f"/p/{portal.id}").text
    assert shop.post(f"/p/{portal.id}", action="update", price="price_other").status == 400
    assert shop.post(f"/p/{portal.id}", action="update", price=price.id).status == 303
    advance(shop, begun.subscription)
    assert invoices(shop, begun.subscription)[0].amount_paid == 5000


def test_a_confirmation_is_shown_where_it_is_asked_for(shop: Shop) -> None:
    after = {"type": "hosted_confirmation", "hosted_confirmation": {"custom_message": "All is well."}}
    portal = open_portal(
        shop, subscribe(shop), "payment_method_update", flow_data={"after_completion": after}
    )
    assert "All is well." in shop.post(f"/p/{portal.id}", action="card").text


@pytest.mark.parametrize(
    ("param", "params"),
    [
        ("customer", {"customer": "cus_unknown"}),
        ("return_url", {"return_url": "/giving"}),
        ("configuration", {"configuration": "bpc_unknown"}),
        ("flow_data[type]", {"flow_data": {"type": "subscription_update"}}),
        ("flow_data[type]", {"flow_data": {"type": "dance"}}),
        ("flow_data[subscription_cancel]", {"flow_data": {"type": "subscription_cancel"}}),
        (
            "flow_data[subscription_cancel][subscription]",
            {"flow_data": {"type": "subscription_cancel", "subscription_cancel": {"subscription": "sub_x"}}},
        ),
        (
            "flow_data[after_completion][redirect]",
            {"flow_data": {"type": "payment_method_update", "after_completion": {"type": "redirect"}}},
        ),
    ],
)
def test_a_portal_session_that_stripe_would_refuse_is_refused_by_parameter(shop, param, params):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        open_portal(shop, subscribe(shop), **params)
    assert refusal.value.param == param


def test_nobody_touches_what_is_not_theirs_or_not_on_the_page(shop: Shop) -> None:
    mine, theirs = subscribe(shop), subscribe(shop)
    portal = open_portal(shop, mine)
    assert shop.post(f"/p/{portal.id}", action="cancel", subscription=theirs.subscription).status == 400
    assert shop.post(f"/p/{portal.id}", action="update", subscription=mine.subscription).status == 400
    card_only = open_portal(shop, mine, "payment_method_update")
    assert shop.post(f"/p/{card_only.id}", action="cancel", subscription=mine.subscription).status == 400
    assert subscription(shop, theirs.subscription).cancel_at is None


def test_a_configuration_is_kept_and_changed(shop: Shop) -> None:
    portals = shop.stripe.v1.billing_portal.configurations
    made = configuration(shop, invoice_history={"enabled": True})
    changed = portals.update(
        made.id, {"features": {"payment_method_update": {"enabled": True}}, "active": False}
    )
    assert (changed.active, changed.features.payment_method_update.enabled) == (False, True)
    with pytest.raises(stripe.InvalidRequestError, match="inactive"):
        open_portal(shop, subscribe(shop), configuration=made.id)
    open_portal(shop, subscribe(shop))
    assert [found.is_default for found in portals.list().data] == [True, False]
