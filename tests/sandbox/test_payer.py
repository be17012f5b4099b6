from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sandbox.receiver import Receiver
from tests.sandbox.shop import Shop

PAID_EVENTS = [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
    "charge.updated",
]


def test_paying_completes_the_session_and_leads_back_to_the_merchant(shop: Shop) -> None:
    session = shop.session()
    answer = shop.press(session, "pay")
    assert answer.status == 303
    assert answer.headers["Location"] == f"https://charity.example/thanks?s={session.id}"
    paid = shop.again(session)
    assert (paid.status, paid.payment_status) == ("complete", "paid")
    assert paid.customer_details.email == "ana@example.org"


def test_paying_leaves_an_intent_a_charge_and_a_balance_transaction_less_the_fee(shop: Shop) -> None:
    data = {"metadata": {"donation": "d1"}, "statement_descriptor_suffix": "GIFT"}
    intent = shop.paid_session(payment_intent_data=data).payment_intent
    assert (intent.status, intent.amount_received) == ("succeeded", 2500)
    assert intent.metadata.to_dict() == intent.latest_charge.metadata.to_dict() == {"donation": "d1"}
    charge = intent.latest_charge
    assert (charge.status, charge.paid, charge.captured, charge.livemode) == ("succeeded", True, True, False)
    assert charge.calculated_statement_descriptor == "SANDBOX* GIFT"
    booked = charge.balance_transaction
    assert (booked.amount, booked.fee, booked.net, booked.source) == (2500, 103, 2397, charge.id)
    assert shop.stripe.v1.balance_transactions.retrieve(booked.id).fee_details[0].amount == 103


def test_paying_tells_the_webhook_in_order(shop: Shop, receiver: Receiver) -> None:
    session = shop.paid_session()
    events = receiver.wait_for_count(5)
    assert receiver.types == PAID_EVENTS
    assert events[3]["data"]["object"]["id"] == session.id
    assert events[3]["data"]["object"]["payment_status"] == "paid"
    assert {event["livemode"] for event in events} == {False}


@pytest.mark.parametrize("again", ["pay", "later"])
def test_paying_twice_takes_the_money_once(shop, again):
    session = shop.paid_session()
    assert shop.press(session, again).headers["Location"].endswith(session.id)
    assert len(shop.stripe.v1.charges.list().data) == 1
    assert shop.press(session, "decline").status == 409
    assert "nothing more to do" in shop.get(f"/c/pay/{session.id}").text


def test_two_clicks_at_once_take_the_money_once(shop: Shop) -> None:
    session = shop.session()
    with ThreadPoolExecutor(4) as clicks:
        answers = list(clicks.map(lambda _: shop.press(session, "pay"), range(4)))
    assert {answer.status for answer in answers} == {303}
    assert len(shop.stripe.v1.charges.list().data) == 1


def test_a_declined_card_leaves_the_page_open_and_the_same_intent_can_still_succeed(
    shop: Shop, receiver: Receiver
) -> None:
    session = shop.session()
    answer = shop.press(session, "decline")
    assert (answer.status, answer.headers["Location"]) == (303, f"/c/pay/{session.id}")
    assert "The payment was declined." in shop.get(f"/c/pay/{session.id}").text
    receiver.wait_for("payment_intent.payment_failed", "charge.failed")
    declined = shop.again(session, "payment_intent")
    assert (declined.status, declined.payment_intent.status) == ("open", "requires_payment_method")
    assert declined.payment_intent.last_payment_error.code == "card_declined"
    shop.press(session, "pay")
    paid = shop.again(session, "payment_intent")
    assert paid.payment_intent.id == declined.payment_intent.id
    assert paid.payment_intent.status == "succeeded"
    assert [charge.status for charge in shop.stripe.v1.charges.list().data] == ["succeeded", "failed"]


def test_a_later_payment_completes_the_session_unpaid_and_can_arrive(shop: Shop, receiver: Receiver) -> None:
    session = shop.session()
    assert shop.press(session, "later").headers["Location"].endswith(session.id)
    waiting = shop.again(session, "payment_intent")
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    assert waiting.payment_intent.status == "processing"
    assert shop.post(f"/payments/{waiting.payment_intent.id}/succeed").status == 200
    events = receiver.wait_for("checkout.session.async_payment_succeeded", "charge.updated")
    completed = next(event for event in events if event["type"] == "checkout.session.completed")
    assert completed["data"]["object"]["payment_status"] == "unpaid"
    paid = shop.again(session, "payment_intent.latest_charge.balance_transaction")
    assert paid.payment_status == "paid"
    assert paid.payment_intent.latest_charge.balance_transaction.type == "payment"
    assert shop.post(f"/payments/{paid.payment_intent.id}/fail").status == 400


def test_a_later_payment_can_fail(shop: Shop, receiver: Receiver) -> None:
    session = shop.session()
    shop.press(session, "later")
    intent = shop.again(session).payment_intent
    assert shop.post(f"/payments/{intent}/fail").status == 200
    receiver.wait_for("checkout.session.async_payment_failed", "payment_intent.payment_failed")
    failed = shop.again(session)
    assert (failed.status, failed.payment_status) == ("complete", "unpaid")


def test_a_session_for_cards_alone_offers_no_later_payment(shop: Shop) -> None:
    session = shop.session(allowed_payment_method_types=["card"])
    assert "Pay later" not in shop.get(f"/c/pay/{session.id}").text
    assert shop.press(session, "later").status == 400
    assert shop.again(session).status == "open"


def test_abandoning_leads_back_and_leaves_the_session_open(shop: Shop) -> None:
    session = shop.session()
    answer = shop.press(session, "abandon")
    assert (answer.status, answer.headers["Location"]) == (303, "https://charity.example/donate")
    assert shop.again(session).status == "open"


def test_a_payer_whose_address_is_unknown_types_it(shop: Shop) -> None:
    session = shop.session(customer_email=None)
    assert shop.press(session, "pay", email="not an address").status == 400
    shop.press(session, "pay", email="ben@example.org", name="Ben Okri")
    details = shop.again(session).customer_details
    assert (details.email, details.name) == ("ben@example.org", "Ben Okri")


def test_a_customer_is_made_when_the_merchant_wants_one(shop: Shop) -> None:
    assert shop.paid_session().customer is None
    session = shop.paid_session(customer_creation="always")
    assert shop.stripe.v1.customers.retrieve(session.customer).email == "ana@example.org"


def test_an_action_that_is_not_on_the_page_is_refused(shop: Shop) -> None:
    assert shop.press(shop.session(), "steal").status == 400


def test_the_page_shows_who_gets_what(shop: Shop) -> None:
    session = shop.session(branding_settings={"display_name": "Helping Hands"})
    page = shop.get(f"/c/pay/{session.id}").text
    for text in ("Helping Hands", "Donation", "$25.00", "ana@example.org", "Sandbox"):
        assert text in page
