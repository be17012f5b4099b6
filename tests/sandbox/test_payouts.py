"""Payouts: what goes to the bank, line by line, to the cent."""

from typing import Any

import pytest
import stripe

from tests.sandbox.billing import subscribe
from tests.sandbox.receiver import Receiver
from tests.sandbox.shop import Shop


def pay_out(shop: Shop, **form: str) -> Any:
    answer = shop.post("/payouts", **{"early": "1"} | form)
    assert answer.status == 200, answer.text
    return shop.stripe.v1.payouts.retrieve(answer.json()["id"])


def lines(shop: Shop, payout: Any, *expand: str) -> list[Any]:
    listed = shop.stripe.v1.balance_transactions.list(
        {"payout": payout.id, "limit": 100, "expand": list(expand)}
    )
    return list(listed.auto_paging_iter())


def tied_out(shop: Shop, payout: Any) -> list[str]:
    """The kinds of a payout's lines, once they add up to it and its own line takes it away."""
    found = lines(shop, payout)
    own = [line for line in found if line.type == "payout"]
    assert [line.net for line in own] == [-payout.amount]
    assert sum(line.net for line in found if line.type != "payout") == payout.amount
    return sorted(line.type for line in found)


def test_a_payout_is_the_sum_of_all_that_moved(shop: Shop) -> None:
    charged, refunded, disputed = (shop.paid_session() for _ in range(3))
    later = shop.session()
    shop.press(later, "later")
    shop.post(f"/payments/{shop.again(later).payment_intent}/succeed")
    back = shop.stripe.v1.refunds.create({"payment_intent": refunded.payment_intent.id})
    shop.post(f"/refunds/{back.id}/fail")
    shop.post(f"/payments/{disputed.payment_intent.id}/dispute")
    shop.post("/balance/fee", amount="2.00", description="Radar")
    payout = pay_out(shop)
    kinds = ["adjustment", *["charge"] * 3, "payment", "payout", "refund", "refund_failure", "stripe_fee"]
    assert tied_out(shop, payout) == kinds
    assert payout.amount == 4 * 2397 - 2500 + 2500 - 2500 - 1500 - 200
    sources = {type(line.source).__name__ for line in lines(shop, payout, "data.source")}
    assert sources == {"Charge", "Refund", "Dispute", "Payout", "NoneType"}
    assert charged.payment_intent.latest_charge.balance_transaction.id in {
        line.id for line in lines(shop, payout)
    }


def test_no_line_goes_to_the_bank_twice(shop: Shop) -> None:
    shop.paid_session()
    first = pay_out(shop)
    assert shop.post("/payouts", early="1").status == 400
    subscribe(shop)
    second = pay_out(shop)
    assert (first.amount, second.amount) == (2397, 2397)
    assert not {line.id for line in lines(shop, first)} & {line.id for line in lines(shop, second)}


def test_a_payment_is_available_after_two_days(shop: Shop) -> None:
    shop.paid_session()
    assert shop.post("/payouts").status == 400
    shop.switch(clock_offset_seconds=2 * 86400 + 60)
    assert shop.post("/payouts").json()["amount"] == 2397


def test_a_payout_arrives_and_is_then_final(shop: Shop, receiver: Receiver) -> None:
    shop.paid_session()
    payout = pay_out(shop)
    assert (payout.status, payout.reconciliation_status) == ("in_transit", "in_progress")
    assert shop.post(f"/payouts/{payout.id}/arrive").status == 200
    events = receiver.wait_for("payout.created", "payout.paid", "payout.reconciliation_completed")
    assert events[-1]["data"]["object"]["reconciliation_status"] == "completed"
    assert shop.post(f"/payouts/{payout.id}/arrive").status == 400


def test_a_payout_that_fails_is_taken_along_by_the_next(shop: Shop, receiver: Receiver) -> None:
    shop.paid_session()
    failed = pay_out(shop, arrive="1")
    assert shop.post(f"/payouts/{failed.id}/fail").json()["failure_code"] == "account_closed"
    receiver.wait_for("payout.failed")
    again = pay_out(shop)
    assert (again.amount, tied_out(shop, again)) == (2397, ["payout", "payout_failure"])
    assert tied_out(shop, failed) == ["charge", "payout"]
    assert shop.post(f"/payouts/{failed.id}/fail").status == 400


def test_more_refunds_than_payments_make_a_payout_below_nothing(shop: Shop) -> None:
    charge = shop.paid_session().payment_intent.latest_charge.id
    pay_out(shop)
    shop.stripe.v1.refunds.create({"charge": charge})
    debit = pay_out(shop)
    assert (debit.amount, tied_out(shop, debit)) == (-2500, ["payout", "refund"])


def test_currencies_are_paid_out_apart(shop: Shop) -> None:
    price = {"currency": "eur", "unit_amount": 1000, "product_data": {"name": "Spende"}}
    shop.paid_session()
    shop.paid_session(line_items=[{"quantity": 1, "price_data": price}])
    assert pay_out(shop, currency="eur").amount == 941
    assert pay_out(shop).amount == 2397


def test_a_switch_puts_a_line_into_payouts_that_nobody_knows(shop: Shop) -> None:
    shop.paid_session()
    shop.switch(unknown_in_payouts=-321)
    payout = pay_out(shop)
    assert tied_out(shop, payout) == ["adjustment", "charge", "payout"]
    [strange] = [line for line in lines(shop, payout) if line.type == "adjustment"]
    assert (strange.net, strange.source) == (-321, None)


def test_payouts_are_listed_by_the_day_they_were_made_and_arrive(shop: Shop) -> None:
    shop.paid_session()
    payout = pay_out(shop)
    listed = shop.stripe.v1.payouts.list
    assert [found.id for found in listed({"created": {"gte": payout.created}}).data] == [payout.id]
    assert listed({"created": {"gt": payout.created}}).data == []
    assert [found.id for found in listed({"arrival_date": payout.arrival_date}).data] == [payout.id]
    assert listed({"arrival_date": {"lt": payout.arrival_date}, "status": "in_transit"}).data == []
    [told] = shop.get("/payouts.json").json()
    assert {line["type"] for line in told["lines"]} == {"charge", "payout"}


def test_a_payout_that_does_not_exist_is_not_found(shop: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.stripe.v1.payouts.retrieve("po_unknown")
    assert refusal.value.code == "resource_missing"
    assert shop.post("/balance/fee", amount="nothing").status == 400
