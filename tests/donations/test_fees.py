"""What a donor adds for the card's fee: never too little for the whole gift to arrive, and not a cent too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngoapp.core.money import Money
from ngoapp.donations.currencies.models import MOST_BASIS_POINTS
from ngoapp.donations.currencies.queries import usual_rate
from ngoapp.donations.fees import FeeRate


@given(gift=st.integers(1, 10**9), rate=st.integers(0, MOST_BASIS_POINTS), fixed=st.integers(0, 1000))
def test_with_the_fee_added_the_whole_gift_arrives_and_one_cent_less_would_not_do(
    gift: int, rate: int, fixed: int
) -> None:
    terms, wanted = FeeRate(rate, Money(fixed, "USD")), Money(gift, "USD")
    payment = wanted + terms.cover(wanted)
    assert wanted <= payment - terms.of(payment)
    less = payment - Money(1, "USD")
    assert less - terms.of(less) < wanted


@pytest.mark.parametrize(
    ("gift", "added"),
    [
        (Money(5000, "USD"), Money(180, "USD")),  # 2.9 % of 51.80 is 1.50, and 0.30
        (Money(2500, "EUR"), Money(106, "EUR")),
        (Money(5000, "JPY"), Money(180, "JPY")),
        (Money(5000, "KWD"), Money(458, "KWD")),
    ],
)
def test_the_usual_fee_in_whole_minor_units_of_each_currency(gift: Money, added: Money) -> None:
    assert usual_rate(gift.currency).cover(gift) == added


def test_a_rate_is_said_as_people_write_it() -> None:
    assert FeeRate(290, Money(30, "USD")).in_words == "2.9% + $0.30"
    assert FeeRate(220, Money(0, "USD")).in_words == "2.2%"
