import json
import time

import pytest
import stripe

from tests.sandbox.receiver import SECRET, Receiver, wait_until
from tests.sandbox.shop import Shop, ask


def deliveries(shop: Shop) -> list[dict[str, object]]:
    return [delivery for event in shop.get("/events.json").json() for delivery in event["deliveries"]]


def all_delivered(shop: Shop) -> bool:
    return all(delivery["state"] == "delivered" for delivery in deliveries(shop))


def test_an_event_is_signed_and_reads_as_stripe_sends_it(shop: Shop, receiver: Receiver) -> None:
    made = shop.stripe.v1.customers.create({"email": "ana@example.org"}, {"idempotency_key": "k1"})
    receiver.wait_for("customer.created")
    event = stripe.Webhook.construct_event(receiver.bodies[0], receiver.signatures[0], SECRET)
    assert (event.object, event.livemode, event.pending_webhooks) == ("event", False, 1)
    assert event.api_version == stripe.api_version
    assert event.data.object["id"] == made.id
    assert event.request is not None
    assert event.request.idempotency_key == "k1"
    assert str(event.request.id).startswith("req_")


def test_an_event_that_a_payer_caused_names_no_request(shop: Shop, receiver: Receiver) -> None:
    shop.press(shop.session(), "pay")
    event = receiver.wait_for("checkout.session.completed")[0]
    assert event["request"] == {"id": None, "idempotency_key": None}


def test_an_event_is_sent_again_until_it_is_taken(shop: Shop, receiver: Receiver) -> None:
    receiver.answers += [500, 302, 404]
    shop.stripe.v1.customers.create({})
    events = receiver.wait_for_count(4)
    assert len({event["id"] for event in events}) == 1
    wait_until(lambda: all_delivered(shop))
    assert [(each["attempts"], each["last_status"]) for each in deliveries(shop)] == [(4, 200)]
    assert shop.stripe.v1.events.retrieve(events[0]["id"]).pending_webhooks == 0


def test_held_events_wait_until_they_are_released(shop: Shop, receiver: Receiver) -> None:
    shop.switch(hold=True)
    first = shop.stripe.v1.customers.create({})
    second = shop.stripe.v1.customers.create({})
    ids = {event["object"]: event["id"] for event in shop.get("/events.json").json()}
    assert shop.post_json("/events/release", {"events": [ids[second.id]]}).json() == {"released": 1}
    assert receiver.wait_for_count(1)[0]["data"]["object"]["id"] == second.id
    assert shop.post("/events/release").json() == {"released": 1}
    assert receiver.wait_for_count(2)[1]["data"]["object"]["id"] == first.id


@pytest.mark.parametrize("body", [{"events": "evt_1"}, {"events": [1]}])
def test_what_to_release_is_a_list_of_ids(shop, body):
    assert shop.post_json("/events/release", body).status == 400


def test_events_are_repeated_and_sent_again_on_demand(shop: Shop, receiver: Receiver) -> None:
    shop.switch(repeat=3)
    shop.stripe.v1.customers.create({})
    id = receiver.wait_for_count(3)[0]["id"]
    assert shop.post(f"/events/{id}/resend").json() == {"resent": id}
    assert {event["id"] for event in receiver.wait_for_count(4)} == {id}
    assert shop.post("/events/evt_unknown/resend").status == 404


def test_events_that_wait_can_be_shuffled_the_same_way_each_time(shop: Shop, receiver: Receiver) -> None:
    def run() -> list[str]:
        shop.post("/reset")
        receiver.bodies.clear()
        shop.switch(hold=True, reorder=True, seed=5)
        for number in range(6):
            shop.stripe.v1.customers.create({"description": str(number)})
        shop.post("/events/release")
        return [event["data"]["object"]["description"] for event in receiver.wait_for_count(6)]

    first = run()
    assert first != sorted(first)
    assert first == run()


def test_a_delayed_event_comes_later(shop: Shop, receiver: Receiver) -> None:
    shop.switch(delay_seconds=0.4)
    shop.stripe.v1.customers.create({})
    assert receiver.bodies == []
    receiver.wait_for("customer.created")
    (delivery,) = deliveries(shop)
    assert delivery["attempts"] == 1


def test_a_second_endpoint_gets_every_event_too_signed_with_its_own_secret(
    shop: Shop, receiver: Receiver
) -> None:
    shop.switch(endpoints=[{"url": f"{receiver.url}?second", "secret": SECRET}])
    shop.stripe.v1.customers.create({})
    first, second = receiver.wait_for_count(2)
    assert first == second
    assert first["pending_webhooks"] == 2


def test_an_endpoint_that_nobody_listens_on_holds_up_no_other(shop: Shop, receiver: Receiver) -> None:
    shop.switch(endpoints=["http://127.0.0.1:1/nobody"])
    shop.stripe.v1.customers.create({})
    receiver.wait_for("customer.created")
    wait_until(lambda: any(each["last_error"] for each in deliveries(shop)))
    assert {each["state"] for each in deliveries(shop)} == {"pending", "delivered"}


def test_events_are_listed_by_type_time_and_delivery(shop: Shop, receiver: Receiver) -> None:
    shop.paid_session()
    receiver.wait_for_count(5)
    wait_until(lambda: all_delivered(shop))
    events = shop.stripe.v1.events
    assert [e.type for e in events.list({"type": "charge.*"}).data] == ["charge.updated", "charge.succeeded"]
    assert [e.type for e in events.list({"types": ["charge.updated"]}).data] == ["charge.updated"]
    newest = events.list({"limit": 2})
    assert newest.has_more
    assert len(list(newest.auto_paging_iter())) == 5
    now = newest.data[0].created
    assert events.list({"created": {"gt": now}}).data == []
    assert len(events.list({"created": {"gte": now - 60, "lte": now}}).data) == 5
    assert events.list({"delivery_success": False}).data == []
    assert len(events.list({"delivery_success": True}).data) == 5
    with pytest.raises(stripe.InvalidRequestError):
        events.list({"type": "a", "types": ["b"]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"drop_answers": 1.5},
        {"repeat": 0},
        {"endpoints": ["ftp://example.org"]},
        {"nonsense": True},
        {"delay_seconds": "soon"},
    ],
)
def test_a_switch_that_makes_no_sense_is_refused_and_changes_nothing(shop, wrong):
    answer = shop.post_json("/switches.json", wrong)
    assert answer.status == 400
    assert next(iter(wrong)) in answer.json()["error"]
    assert shop.get("/switches.json").json()["repeat"] == 1


def test_switches_are_objects(shop: Shop) -> None:
    assert shop.post_json("/switches.json", [1]).status == 400


def test_the_switches_can_be_set_from_their_page(shop: Shop) -> None:
    assert (
        shop.post("/switches", hold="on", repeat="2", endpoints="http://a.example/\nhttp://b.example/").status
        == 303
    )
    switches = shop.get("/switches.json").json()
    assert (switches["hold"], switches["reorder"], switches["repeat"]) == (True, False, 2)
    assert [endpoint["url"] for endpoint in switches["endpoints"]] == [
        "http://a.example/",
        "http://b.example/",
    ]


def test_a_reset_forgets_everything(shop: Shop) -> None:
    shop.paid_session()
    shop.switch(repeat=2)
    assert shop.post("/reset").json() == {"reset": True}
    assert shop.get("/events.json").json() == shop.get("/requests.json").json() == []
    assert shop.get("/switches.json").json()["repeat"] == 1


def test_no_event_from_before_a_reset_arrives_after_it(shop: Shop, receiver: Receiver) -> None:
    shop.switch(repeat=20)
    shop.stripe.v1.customers.create({})
    receiver.wait_for_count(1)
    shop.post("/reset")
    arrived = len(receiver.bodies)
    time.sleep(0.3)
    assert len(receiver.bodies) == arrived


def test_another_sites_page_cannot_press_the_buttons(shop: Shop) -> None:
    answer = ask(shop.url, "POST", "/reset", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 403
    assert "error" in json.loads(answer.text)
