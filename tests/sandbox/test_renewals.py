"""A subscription whose time is moved ahead: renewals, refusals, notices, the calendar."""

import time
from datetime import UTC, datetime

import pytest
import stripe

from ngoapp.sandbox.cycle import last_date, next_date
from tests.sandbox.billing import advance, day, invoices, period, subscribe, subscription
from tests.sandbox.receiver import Receiver
from tests.sandbox.shop import Shop

MONTH = {"interval": "month", "interval_count": 1}
IN_A_YEAR = int(time.time()) + 365 * 86400


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def dates(anchor: str, recurring: dict[str, object], count: int) -> list[str]:
    found = [at(anchor)]
    for _ in range(count):
        found.append(next_date(found[0], recurring, found[-1]))
    return [day(moment)[2:] for moment in found[1:]]


@pytest.mark.parametrize(
    ("anchor", "recurring", "expected"),
    [
        ("2027-01-31", MONTH, ["27-02-28", "27-03-31", "27-04-30", "27-05-31"]),
        ("2028-01-31", MONTH, ["28-02-29", "28-03-31"]),
        ("2028-01-30", MONTH, ["28-02-29", "28-03-30"]),
        (
            "2028-02-29",
            {"interval": "year", "interval_count": 1},
            ["29-02-28", "30-02-28", "31-02-28", "32-02-29"],
        ),
        ("2026-11-30", {"interval": "month", "interval_count": 3}, ["27-02-28", "27-05-30", "27-08-30"]),
        ("2026-12-29", {"interval": "week", "interval_count": 2}, ["27-01-12", "27-01-26"]),
    ],
)
def test_a_day_that_a_month_does_not_have_is_its_last_and_comes_back(anchor, recurring, expected):
    assert dates(anchor, recurring, len(expected)) == expected


def test_an_anchor_may_lie_ahead() -> None:
    assert day(next_date(at("2030-03-31"), MONTH, at("2027-01-30"))) == "2027-01-31"
    assert day(last_date(at("2027-03-31"), MONTH, at("2027-03-31"))) == "2027-02-28"


def test_a_renewal_is_billed_and_paid_on_its_day(shop: Shop, receiver: Receiver) -> None:
    id = subscribe(shop).subscription
    begun, (start, end) = subscription(shop, id), period(subscription(shop, id))
    assert (start, end) == (begun.billing_cycle_anchor, next_date(start, MONTH, start))
    assert advance(shop, id)["happened"] == ["upcoming", "renew"]
    renewed = subscription(shop, id, "latest_invoice")
    assert period(renewed) == (end, next_date(start, MONTH, end))
    invoice = renewed.latest_invoice
    assert (invoice.status, invoice.billing_reason, invoice.amount_paid) == (
        "paid",
        "subscription_cycle",
        2500,
    )
    assert (invoice.created, invoice.period_start, invoice.period_end) == (end, start, end)
    assert (invoice.lines.data[0].period.start, invoice.lines.data[0].period.end) == period(renewed)
    newest = shop.stripe.v1.charges.list().data[0]
    assert (newest.created, newest.amount) == (end, 2500)
    paid = shop.stripe.v1.invoice_payments.list(
        {"payment": {"type": "payment_intent", "payment_intent": str(newest.payment_intent)}}
    )
    assert [found.invoice for found in paid.data] == [invoice.id]
    receiver.wait_for("invoice.upcoming", "customer.subscription.updated", "invoice.paid")


def test_what_a_renewal_leaves_can_be_dated_today(shop: Shop) -> None:
    id = subscribe(shop).subscription
    end = period(subscription(shop, id))[1]
    assert advance(shop, id, today=True)["clock"] == end
    assert max(charge.created for charge in shop.stripe.v1.charges.list().data) < end
    assert period(subscription(shop, id))[0] == end


def test_a_week_ahead_the_next_invoice_is_announced_once(shop: Shop, receiver: Receiver) -> None:
    id = subscribe(shop, recurring={"interval": "year"}).subscription
    assert advance(shop, id, "week_before")["happened"] == ["upcoming"]
    told = next(
        event for event in receiver.wait_for("invoice.upcoming") if event["type"] == "invoice.upcoming"
    )
    upcoming = told["data"]["object"]
    assert "id" not in upcoming
    assert upcoming["parent"]["subscription_details"]["subscription"] == id
    assert (upcoming["amount_due"], upcoming["next_payment_attempt"]) == (
        2500,
        period(subscription(shop, id))[1],
    )
    assert advance(shop, id, "renewal")["happened"] == ["renew"]
    assert shop.get("/events").status == 200


def test_the_next_invoice_can_be_looked_at_before_it_is_made(shop: Shop) -> None:
    id = subscribe(shop).subscription
    preview = shop.stripe.v1.invoices.create_preview({"subscription": id})
    assert (preview.amount_due, preview.created) == (2500, period(subscription(shop, id))[1])
    assert len(invoices(shop, id)) == 1


def test_a_declined_renewal_is_tried_again_and_can_still_succeed(shop: Shop, receiver: Receiver) -> None:
    id = subscribe(shop).subscription
    end = period(subscription(shop, id))[1]
    advance(shop, id, outcome="decline")
    late = subscription(shop, id, "latest_invoice")
    assert (late.status, late.latest_invoice.status, late.latest_invoice.attempt_count) == (
        "past_due",
        "open",
        1,
    )
    assert late.latest_invoice.next_payment_attempt == end + 3 * 86400
    receiver.wait_for("invoice.payment_failed", "payment_intent.payment_failed", "charge.failed")
    assert advance(shop, id, "next", "decline")["happened"] == ["retry"]
    assert advance(shop, id, "next", "pay")["status"] == "active"
    invoice = invoices(shop, id)[0]
    assert (invoice.status, invoice.attempt_count, invoice.next_payment_attempt) == ("paid", 3, None)
    assert len(invoice.payments.data) == 1


@pytest.mark.parametrize("given_up", ["cancel", "unpaid", "past_due"])
def test_after_the_last_retry_the_subscription_ends_or_stays(shop, receiver, given_up):
    shop.switch(after_last_retry=given_up)
    id = subscribe(shop).subscription
    advance(shop, id, outcome="decline")
    for _ in range(3):
        advance(shop, id, "next", "decline")
    ended = subscription(shop, id)
    assert ended.status == {"cancel": "canceled"}.get(given_up, given_up)
    invoice = invoices(shop, id)[0]
    assert (invoice.status, invoice.attempt_count, invoice.next_payment_attempt) == ("open", 4, None)
    if given_up == "cancel":
        assert ended.cancellation_details.reason == "payment_failed"
        receiver.wait_for("customer.subscription.deleted")
        assert shop.post_json(f"/subscriptions/{id}/advance.json", {}).status == 400
    if given_up == "unpaid":
        advance(shop, id)
        assert invoices(shop, id)[0].status == "draft"


def test_a_renewal_that_asks_for_the_owner_waits_on_the_payers_page(shop: Shop, receiver: Receiver) -> None:
    id = subscribe(shop, card="4000002500003155").subscription
    advance(shop, id)
    receiver.wait_for("invoice.payment_action_required", "payment_intent.requires_action")
    [invoice, _] = invoices(shop, id)
    assert (invoice.status, subscription(shop, id).status) == ("open", "past_due")
    assert invoice.hosted_invoice_url == f"{shop.url}/i/{invoice.id}"
    assert shop.post(f"/i/{invoice.id}", card="4000000000009995").json()["status"] == "open"
    assert shop.post(f"/i/{invoice.id}").json()["status"] == "paid"
    assert subscription(shop, id).status == "active"
    assert shop.post(f"/i/{invoice.id}").status == 400


def test_a_card_that_is_kept_and_then_declined_fails_by_itself(shop: Shop) -> None:
    begins = subscribe(shop, subscription_data={"trial_end": IN_A_YEAR}, card="4000000000000341")
    assert advance(shop, begins.subscription)["status"] == "past_due"


def test_an_open_invoice_can_be_paid_by_the_merchant(shop: Shop) -> None:
    id = subscribe(shop).subscription
    advance(shop, id, outcome="decline")
    invoice = invoices(shop, id)[0]
    assert shop.stripe.v1.invoices.pay(invoice.id).status == "paid"
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.stripe.v1.invoices.pay(invoice.id)
    assert refusal.value.code == "invoice_already_paid"


def test_a_card_that_is_refused_again_is_an_answer_that_leaves_its_attempt(shop: Shop) -> None:
    id = subscribe(shop, card="4000000000000341", subscription_data={"trial_end": IN_A_YEAR}).subscription
    advance(shop, id)
    invoice = invoices(shop, id)[0]
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            shop.stripe.v1.invoices.pay(invoice.id, None, {"idempotency_key": "once"})
    assert invoices(shop, id)[0].attempt_count == 2


def test_an_open_invoice_can_be_voided_and_is_then_never_paid(shop: Shop, receiver: Receiver) -> None:
    id = subscribe(shop).subscription
    advance(shop, id, outcome="decline")
    invoice = invoices(shop, id)[0]
    assert shop.stripe.v1.invoices.void_invoice(invoice.id).status == "void"
    receiver.wait_for("invoice.voided", "payment_intent.canceled")
    with pytest.raises(stripe.InvalidRequestError):
        shop.stripe.v1.invoices.pay(invoice.id)
    assert shop.post(f"/i/{invoice.id}").status == 400


def test_time_goes_ahead_only_and_as_far_as_is_asked(shop: Shop) -> None:
    id = subscribe(shop).subscription
    end = period(subscription(shop, id))[1]
    assert advance(shop, id, end - 1)["happened"] == ["upcoming"]
    assert advance(shop, id, end + 100 * 86400)["happened"].count("renew") == 4
    for wrong in ({"to": end}, {"to": "yesterday"}, {"outcome": "maybe"}, {"speed": 2}, {"to": 10**11}):
        assert shop.post_json(f"/subscriptions/{id}/advance.json", wrong).status == 400


def test_what_is_overdue_happens_when_the_sandboxs_own_clock_has_passed_it(shop: Shop) -> None:
    id = subscribe(shop).subscription
    shop.switch(clock_offset_seconds=70 * 86400)
    assert advance(shop, id)["happened"] == ["upcoming", "renew"]
    assert advance(shop, id, "now")["happened"] == ["upcoming", "renew"]
    assert advance(shop, id, "now")["happened"] in ([], ["upcoming"])


def test_all_subscriptions_go_to_one_moment_together(shop: Shop) -> None:
    first, second = subscribe(shop).subscription, subscribe(shop, recurring={"interval": "year"}).subscription
    moment = period(subscription(shop, first))[1]
    answer = shop.post_json("/subscriptions/advance.json", {"to": moment, "outcome": "pay"})
    assert answer.json() == {first: ["upcoming", "renew"], second: []}
    assert shop.post_json("/subscriptions/advance.json", {"to": "renewal"}).status == 400
    assert shop.post_json("/subscriptions/advance.json", [1]).status == 400


def test_a_renewal_from_a_bank_account_takes_days_and_may_fail(shop: Shop) -> None:
    begun = subscribe(shop, "later")
    [first] = invoices(shop, begun.subscription)
    shop.post(f"/payments/{first.payments.data[0].payment.payment_intent}/succeed")
    assert advance(shop, begun.subscription)["status"] == "active"
    invoice = invoices(shop, begun.subscription)[0]
    assert (invoice.status, invoice.attempted) == ("open", True)
    shop.post(f"/payments/{invoice.payments.data[0].payment.payment_intent}/fail")
    assert subscription(shop, begun.subscription).status == "past_due"
    assert invoices(shop, begun.subscription)[0].next_payment_attempt is not None


def test_a_lost_answer_to_a_change_is_made_good_by_the_same_key(shop: Shop) -> None:
    id = subscribe(shop).subscription
    options: stripe.RequestOptions = {"idempotency_key": "change"}
    shop.switch(drop_answers=1)
    for act in (
        lambda: shop.stripe.v1.subscriptions.update(id, {"billing_cycle_anchor": {"type": "now"}}, options),
        lambda: shop.stripe.v1.subscriptions.cancel(id),
    ):
        with pytest.raises(stripe.APIConnectionError):
            act()
    shop.switch(drop_answers=0)
    again = shop.stripe.v1.subscriptions.update(id, {"billing_cycle_anchor": {"type": "now"}}, options)
    assert again.status == "active"
    assert len(invoices(shop, id)) == 2
    assert subscription(shop, id).status == "canceled"


def test_subscriptions_are_told_to_scripts_with_what_lies_ahead(shop: Shop) -> None:
    id = subscribe(shop).subscription
    [told] = shop.get("/subscriptions.json").json()
    assert (told["id"], told["amount"], told["how_often"]) == (id, 2500, "every month")
    assert [step["what"] for step in told["ahead"]] == ["upcoming", "renew"]
    assert told["invoices"][0]["payment_intent"].startswith("pi_")


def test_a_subscription_is_made_by_hand_on_the_page(shop: Shop) -> None:
    made = shop.post("/subscriptions", amount="12.50", interval="quarter", email="ben@example.org").json()
    assert (made["status"], made["amount"], made["how_often"]) == ("active", 1250, "every 3 months")
    assert made["metadata"] == {}
    assert shop.post("/subscriptions", amount="twelve").status == 400
    assert shop.post("/subscriptions", amount="0.10").status == 400
