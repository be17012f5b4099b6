"""Cards: one is known again by its fingerprint, and each has a mind of its own."""

import pytest

from ngoapp.sandbox.resources.cards import Card, card_of
from tests.sandbox.shop import Shop


def fingerprints(shop: Shop) -> list[str]:
    """Of every charge, newest first."""
    charges = shop.stripe.v1.charges.list().data
    return [str(charge.payment_method_details.card.fingerprint) for charge in charges]  # type: ignore[union-attr]


def test_a_card_that_is_used_again_has_the_same_fingerprint(shop: Shop) -> None:
    for card in ("4242 4242 4242 4242", "5555555555554444", "4242424242424242"):
        shop.press(shop.session(), "pay", card=card)
    first, other, again = fingerprints(shop)
    assert first == again != other


def test_any_number_that_adds_up_is_a_card_of_its_own(shop: Shop) -> None:
    for card in ("4000056655665556", "4000056655665564"):
        shop.press(shop.session(), "decline", card=card)
    assert len(set(fingerprints(shop))) == 2
    charge = shop.stripe.v1.charges.list().data[0]
    assert (charge.status, charge.payment_method_details.card.last4) == ("failed", "5564")  # type: ignore[union-attr]


@pytest.mark.parametrize("typed", ["", "4242", "4242424242424241", "4242-4242-4242-4242", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"])
def test_a_number_that_no_card_has_is_refused_on_the_page(shop, typed):
    session = shop.session()
    assert card_of(typed) is None
    assert shop.press(session, "pay", card=typed).status == 400
    assert shop.again(session).status == "open"
    assert fingerprints(shop) == []


@pytest.mark.parametrize(
    ("number", "brand"),
    [("4242424242424242", "visa"), ("378282246310005", "amex"), ("6011111111111117", "discover")],
)
def test_a_number_tells_its_brand(number, brand):
    assert Card(number).facts()["brand"] == brand


def test_a_card_that_its_bank_refuses_leaves_the_page_open_and_says_why(shop: Shop) -> None:
    session = shop.session()
    shop.press(session, "pay", card="4000000000009995")
    intent = shop.again(session, "payment_intent").payment_intent
    assert (intent.status, intent.last_payment_error.decline_code) == (
        "requires_payment_method",
        "insufficient_funds",
    )
    shop.press(session, "pay", card="4000002500003155")
    assert shop.again(session).status == "complete"
