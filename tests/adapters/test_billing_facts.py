"""Invoices as Stripe writes them, in either shape, read into facts of our own."""

from typing import Any

import pytest

from ngoapp.adapters.billing_facts import invoice_from


def invoice(status: str, **more: Any) -> dict[str, Any]:
    """What Stripe says of an invoice for fifty dollars that was tried once."""
    return {
        "id": "in_1",
        "status": status,
        "amount_due": 5000,
        "amount_paid": 5000 if status == "paid" else 0,
        "currency": "usd",
        "billing_reason": "subscription_cycle",
        "customer": "cus_1",
        "livemode": False,
        "created": 1_790_000_000,
        "attempt_count": 1,
        "next_payment_attempt": None,
        "customer_name": None,
        "customer_email": None,
        **more,
    }


def payments(*made: tuple[str, dict[str, str]]) -> dict[str, Any]:
    """The payments of an invoice; the first one is Stripe's own try."""
    data = [
        {"status": status, "is_default": number == 0, "payment": payment}
        for number, (status, payment) in enumerate(made)
    ]
    return {"payments": {"data": data}}


TRIED, RECORDED = {"payment_intent": "pi_1"}, {"payment_record": "prec_1"}
OLDER = {"payment_intent": "pi_1"}


@pytest.mark.parametrize(
    ("status", "shape", "payment"),
    [
        ("open", payments(("open", TRIED)), "pi_1"),
        ("paid", payments(("paid", TRIED)), "pi_1"),
        ("paid", payments(("canceled", TRIED), ("paid", RECORDED)), None),
        ("paid", payments(("canceled", TRIED), ("paid", {"payment_intent": "pi_2"})), "pi_2"),
        ("open", OLDER | {"paid_out_of_band": False}, "pi_1"),
        ("paid", OLDER | {"paid_out_of_band": False}, "pi_1"),
        ("paid", OLDER | {"paid_out_of_band": True}, None),
    ],
)
def test_an_invoice_that_was_paid_elsewhere_has_no_payment_whatever_was_tried_before(
    status: str, shape: dict[str, Any], payment: str | None
) -> None:
    assert invoice_from(invoice(status, **shape)).payment_id == payment
