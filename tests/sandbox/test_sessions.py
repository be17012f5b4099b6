import time

import pytest
import stripe

from tests.sandbox.receiver import Receiver
from tests.sandbox.shop import Shop

PRICE = {"currency": "usd", "unit_amount": 2500, "product_data": {"name": "Donation"}}
INTENT = "payment_intent_data"


def test_a_new_session_is_open_and_has_a_page_to_pay_on(shop: Shop) -> None:
    session = shop.session(metadata={"donation": "d1"}, client_reference_id="d1")
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 2500)
    assert (session.livemode, session.currency) == (False, "usd")
    assert session.payment_intent is None
    assert session.url == f"{shop.url}/c/pay/{session.id}"
    assert shop.again(session).metadata.to_dict() == {"donation": "d1"}


def test_line_items_show_when_they_are_asked_for(shop: Shop) -> None:
    session = shop.session(line_items=[{"quantity": 2, "price_data": PRICE}], expand=["line_items"])
    assert session.line_items is not None
    assert [(item.quantity, item.amount_total) for item in session.line_items.data] == [(2, 5000)]
    assert not hasattr(shop.again(session), "line_items")
    items = shop.stripe.v1.checkout.sessions.line_items.list(session.id)
    assert items.data[0].description == "Donation"


@pytest.mark.parametrize(
    ("param", "changes"),
    [
        ("mode", {"mode": None}),
        ("mode", {"mode": "donation"}),
        ("success_url", {"success_url": None}),
        ("success_url", {"success_url": "/thanks"}),
        ("cancel_url", {"cancel_url": "javascript:alert(1)"}),
        ("line_items", {"line_items": None}),
        ("favourite_colour", {"favourite_colour": "teal"}),
        ("customer_email", {"customer_email": "ana@nowhere"}),
        ("customer_email", {"customer_email": ""}),
        ("customer", {"customer": "cus_1"}),
        ("customer", {"customer": "cus_unknown", "customer_email": None}),
        ("submit_type", {"submit_type": "give"}),
        ("expires_at", {"expires_at": "tomorrow"}),
        ("client_reference_id", {"client_reference_id": "d" * 201}),
        ("metadata", {"metadata": {str(n): "x" for n in range(51)}}),
        (f"metadata[{'k' * 41}]", {"metadata": {"k" * 41: "x"}}),
        ("metadata[note]", {"metadata": {"note": "x" * 501}}),
        (f"{INTENT}[metadata][note]", {INTENT: {"metadata": {"note": "x" * 501}}}),
        (f"{INTENT}[statement_descriptor_suffix]", {INTENT: {"statement_descriptor_suffix": "12345"}}),
        (f"{INTENT}[statement_descriptor_suffix]", {INTENT: {"statement_descriptor_suffix": "A*B"}}),
        (f"{INTENT}[statement_descriptor_suffix]", {INTENT: {"statement_descriptor_suffix": "A" * 23}}),
        (f"{INTENT}[statement_descriptor]", {INTENT: {"statement_descriptor": "ABC"}}),
    ],
)
def test_a_session_that_stripe_would_refuse_is_refused_by_parameter(shop, param, changes):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.session(**changes)
    assert refusal.value.param == param
    assert refusal.value.user_message


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("[quantity]", {"quantity": None}),
        ("[quantity]", {"quantity": 0}),
        ("[price]", {"price": "price_unknown"}),
        ("[price_data][currency]", {"price_data": {**PRICE, "currency": "zzz"}}),
        ("[price_data][unit_amount]", {"price_data": {**PRICE, "unit_amount": 0}}),
        ("[price_data][unit_amount]", {"price_data": {**PRICE, "unit_amount": "25.00"}}),
        ("[price_data][unit_amount]", {"price_data": {**PRICE, "unit_amount": "1e3"}}),
        ("[price_data][product_data][name]", {"price_data": {**PRICE, "product_data": {"name": ""}}}),
        ("[price_data][recurring]", {"price_data": {**PRICE, "recurring": {"interval": "month"}}}),
    ],
)
def test_a_line_item_that_stripe_would_refuse_is_refused_by_parameter(shop, path, change):
    item = {"quantity": 1, "price_data": PRICE} | change
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.session(line_items=[{name: value for name, value in item.items() if value is not None}])
    assert refusal.value.param == f"line_items[0]{path}"


@pytest.mark.parametrize(
    ("currency", "amount"), [("usd", 49), ("gbp", 29), ("jpy", 49), ("kwd", 1005), ("usd", 100_000_000)]
)
def test_an_amount_that_cannot_be_charged_is_refused(shop, currency, amount):
    price = {**PRICE, "currency": currency, "unit_amount": amount}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.session(line_items=[{"quantity": 1, "price_data": price}])
    assert refusal.value.param == "line_items"


def test_two_currencies_in_one_session_are_refused(shop: Shop) -> None:
    items = [{"quantity": 1, "price_data": {**PRICE, "currency": currency}} for currency in ("usd", "eur")]
    with pytest.raises(stripe.InvalidRequestError, match="same currency"):
        shop.session(line_items=items)


def test_a_session_lasts_between_half_an_hour_and_a_day(shop: Shop) -> None:
    now = int(time.time())
    assert shop.session().expires_at - now in range(86400, 86410)
    assert shop.session(expires_at=now + 1900).expires_at == now + 1900
    for wrong in (now + 1000, now + 90000):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            shop.session(expires_at=wrong)
        assert refusal.value.param == "expires_at"


def test_an_open_session_can_be_expired_once(shop: Shop, receiver: Receiver) -> None:
    session = shop.session()
    assert shop.stripe.v1.checkout.sessions.expire(session.id).status == "expired"
    receiver.wait_for("checkout.session.expired")
    with pytest.raises(stripe.InvalidRequestError, match="status of `expired`"):
        shop.stripe.v1.checkout.sessions.expire(session.id)
    assert shop.press(session, "pay").status == 410
    assert shop.stripe.v1.payment_intents.list().data == []


def test_a_session_expires_when_its_time_has_passed(shop: Shop, receiver: Receiver) -> None:
    session = shop.session()
    shop.switch(clock_offset_seconds=86401)
    receiver.wait_for("checkout.session.expired")
    assert shop.again(session).status == "expired"
    assert "expired" in shop.get(f"/c/pay/{session.id}").text


def test_sessions_are_listed_newest_first_in_pages(shop: Shop) -> None:
    ids = [shop.session().id for _ in range(5)][::-1]
    sessions = shop.stripe.v1.checkout.sessions
    first = sessions.list({"limit": 2})
    assert ([session.id for session in first.data], first.has_more) == (ids[:2], True)
    rest = sessions.list({"limit": 3, "starting_after": ids[1]})
    assert ([session.id for session in rest.data], rest.has_more) == (ids[2:], False)
    before = sessions.list({"limit": 2, "ending_before": ids[3]})
    assert ([session.id for session in before.data], before.has_more) == (ids[1:3], True)
    assert [session.id for session in first.auto_paging_iter()] == ids


def test_sessions_are_found_by_status_payment_and_email(shop: Shop) -> None:
    paid, still_open = shop.paid_session(), shop.session(customer_email="ben@example.org")
    sessions = shop.stripe.v1.checkout.sessions
    assert [s.id for s in sessions.list({"status": "open"}).data] == [still_open.id]
    assert [s.id for s in sessions.list({"payment_intent": paid.payment_intent.id}).data] == [paid.id]
    by_email = sessions.list({"customer_details": {"email": "ben@example.org"}})
    assert [s.id for s in by_email.data] == [still_open.id]


@pytest.mark.parametrize("limit", [0, 101])
def test_a_page_has_between_one_and_a_hundred_objects(shop, limit):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.stripe.v1.checkout.sessions.list({"limit": limit})
    assert refusal.value.param == "limit"
