from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from tests.sandbox.receiver import wait_until
from tests.sandbox.shop import Answer, Shop


def refund(shop: Shop, key: str, **form: str) -> Answer:
    return shop.raw("/refunds", {"Idempotency-Key": key}, **form)


def test_the_same_key_and_parameters_get_the_same_answer_and_act_once(shop: Shop) -> None:
    charge = shop.paid_session().payment_intent.latest_charge.id
    first, second = (refund(shop, "k1", charge=charge, amount="1000") for _ in range(2))
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Original-Request"] == first.headers["Request-Id"]
    assert shop.stripe.v1.charges.retrieve(charge).amount_refunded == 1000


def test_the_same_key_with_other_parameters_or_another_path_is_refused(shop: Shop) -> None:
    charge = shop.paid_session().payment_intent.latest_charge.id
    options: stripe.RequestOptions = {"idempotency_key": "k1"}
    shop.stripe.v1.refunds.create({"charge": charge, "amount": 1000}, options)
    with pytest.raises(stripe.IdempotencyError, match="same parameters"):
        shop.stripe.v1.refunds.create({"charge": charge, "amount": 1001}, options)
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        shop.stripe.v1.customers.create({}, options)


def test_a_key_remembers_a_refusal_but_not_a_malformed_request(shop: Shop) -> None:
    charge = shop.paid_session().payment_intent.latest_charge.id
    assert refund(shop, "k1", charge=charge, amount="9999").status == 400
    assert refund(shop, "k1", charge=charge, amount="9999").headers["Idempotent-Replayed"] == "true"
    assert refund(shop, "k2", charge=charge, amount="ten").status == 400
    assert refund(shop, "k2", charge=charge, amount="1000").status == 200


def test_a_key_that_is_in_use_is_a_conflict(shop: Shop) -> None:
    charge = shop.paid_session().payment_intent.latest_charge.id
    shop.switch(answer_delay_seconds=0.5)
    with ThreadPoolExecutor(1) as background:
        first = background.submit(refund, shop, "k1", charge=charge)
        wait_until(lambda: '"/v1/refunds"' in shop.get("/requests.json").text)
        shop.switch(answer_delay_seconds=0)
        second = refund(shop, "k1", charge=charge)
        assert (second.status, second.json()["error"]["code"]) == (409, "idempotency_key_in_use")
        assert first.result().status == 200
    assert refund(shop, "k1", charge=charge).headers["Idempotent-Replayed"] == "true"


def test_a_dropped_answer_is_made_good_by_the_same_key(shop: Shop) -> None:
    charge = shop.paid_session().payment_intent.latest_charge.id
    shop.switch(drop_answers=1)
    options: stripe.RequestOptions = {"idempotency_key": "k1"}
    with pytest.raises(stripe.APIConnectionError):
        shop.stripe.v1.refunds.create({"charge": charge}, options)
    assert shop.stripe.v1.charges.retrieve(charge).refunded is True
    shop.switch(drop_answers=0)
    assert shop.stripe.v1.refunds.create({"charge": charge}, options).amount == 2500
    assert len(shop.stripe.v1.refunds.list().data) == 1
    assert [r["answered"] for r in shop.get("/requests.json").json() if r["method"] == "POST"][:2] == [
        True,
        False,
    ]


def test_a_client_that_retries_gets_through_dropped_answers(shop: Shop) -> None:
    shop.switch(drop_answers=0.5, seed=7)
    client = shop.client(retries=5)
    made = [client.v1.checkout.sessions.create(shop.params()).id for _ in range(4)]
    kept = shop.stripe.v1.checkout.sessions.list().data
    assert sorted(session.id for session in kept) == sorted(made)


def test_the_same_seed_drops_the_same_answers(shop: Shop) -> None:
    def run() -> list[bool]:
        shop.post("/reset")
        shop.switch(drop_answers=0.5, seed=3)
        for _ in range(8):
            try:
                shop.stripe.v1.customers.create({})
            except stripe.APIConnectionError:
                continue
        return [request["answered"] for request in shop.get("/requests.json").json()]

    first = run()
    assert first == run()
    assert {True, False} == set(first)
