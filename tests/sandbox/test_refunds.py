import pytest
import stripe

from tests.sandbox.receiver import Receiver
from tests.sandbox.shop import Shop


def test_a_full_refund_gives_everything_back(shop: Shop, receiver: Receiver) -> None:
    intent = shop.paid_session().payment_intent
    refund = shop.stripe.v1.refunds.create({"payment_intent": intent.id, "expand": ["balance_transaction"]})
    assert (refund.amount, refund.status, refund.charge) == (2500, "succeeded", intent.latest_charge.id)
    assert isinstance(refund.balance_transaction, stripe.BalanceTransaction)
    assert (refund.balance_transaction.net, refund.balance_transaction.fee) == (-2500, 0)
    charge = shop.stripe.v1.charges.retrieve(intent.latest_charge.id, {"expand": ["refunds"]})
    assert (charge.refunded, charge.amount_refunded) == (True, 2500)
    assert charge.refunds is not None
    assert [each.id for each in charge.refunds.data] == [refund.id]
    receiver.wait_for("refund.created", "charge.refunded")


def test_parts_are_refunded_until_nothing_is_left(shop: Shop) -> None:
    charge = shop.paid_session().payment_intent.latest_charge.id
    refunds = shop.stripe.v1.refunds
    refunds.create({"charge": charge, "amount": 1000, "reason": "requested_by_customer"})
    assert shop.stripe.v1.charges.retrieve(charge).refunded is False
    with pytest.raises(
        stripe.InvalidRequestError, match=r"greater than unrefunded amount on charge \(\$15.00\)"
    ):
        refunds.create({"charge": charge, "amount": 1501})
    assert refunds.create({"charge": charge}).amount == 1500
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        refunds.create({"charge": charge})
    assert refusal.value.code == "charge_already_refunded"
    assert [refund.amount for refund in refunds.list({"charge": charge}).data] == [1500, 1000]


@pytest.mark.parametrize(
    ("param", "params"),
    [
        ("charge", {}),
        ("charge", {"charge": "ch_unknown"}),
        ("charge", {"charge": "ch_1", "payment_intent": "pi_1"}),
        ("amount", {"charge": "ch_1", "amount": 0}),
        ("amount", {"charge": "ch_1", "amount": "ten"}),
        ("reason", {"charge": "ch_1", "reason": "bored"}),
    ],
)
def test_a_refund_that_stripe_would_refuse_is_refused_by_parameter(shop, param, params):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        shop.stripe.v1.refunds.create(params)
    assert refusal.value.param == param


def test_a_payment_that_has_not_arrived_cannot_be_refunded(shop: Shop) -> None:
    session = shop.session()
    shop.press(session, "later")
    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        shop.stripe.v1.refunds.create({"payment_intent": shop.again(session).payment_intent})


def test_a_refund_that_fails_gives_the_money_back_to_the_merchant(shop: Shop, receiver: Receiver) -> None:
    charge = shop.paid_session().payment_intent.latest_charge.id
    refund = shop.stripe.v1.refunds.create({"charge": charge})
    assert shop.post(f"/refunds/{refund.id}/fail").status == 200
    receiver.wait_for("refund.failed", "refund.updated")
    failed = shop.stripe.v1.refunds.retrieve(refund.id, {"expand": ["failure_balance_transaction"]})
    assert (failed.status, failed.failure_balance_transaction.amount) == ("failed", 2500)  # type: ignore[union-attr]
    assert shop.stripe.v1.charges.retrieve(charge).amount_refunded == 0
    assert shop.post(f"/refunds/{refund.id}/fail").status == 400


def test_a_refund_to_a_bank_account_is_on_its_way_until_it_arrives(shop: Shop, receiver: Receiver) -> None:
    session = shop.session()
    shop.press(session, "later")
    intent = shop.again(session).payment_intent
    shop.post(f"/payments/{intent}/succeed")
    refund = shop.stripe.v1.refunds.create({"payment_intent": intent})
    assert refund.status == "pending"
    assert shop.post(f"/refunds/{refund.id}/arrive").status == 200
    assert receiver.wait_for("refund.updated")[-1]["data"]["object"]["status"] == "succeeded"
    assert shop.post(f"/refunds/{refund.id}/arrive").status == 400


def test_the_dashboard_refunds_a_part_that_is_typed(shop: Shop) -> None:
    intent = shop.paid_session().payment_intent.id
    assert shop.post(f"/payments/{intent}/refund", amount="12.345").status == 400
    assert shop.post(f"/payments/{intent}/refund", amount="12.50").json()["amount"] == 1250
    assert shop.post(f"/payments/{intent}/refund").json()["amount"] == 1250
