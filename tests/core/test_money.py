"""Amounts of money, as typed and as shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngoapp.core.currencies import exponent, known
from ngoapp.core.money import Money, NotAnAmount, OtherCurrency


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("50", "USD", 5000),
        ("50.5", "USD", 5050),
        (" $1,250.50 ", "USD", 125050),
        ("USD 5", "USD", 500),
        ("5000", "JPY", 5000),
        ("1.234", "KWD", 1234),
        ("0", "USD", 0),
    ],
)
def test_what_people_type_is_read_exactly(typed: str, currency: str, minor: int) -> None:
    assert Money.parse(typed, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1e3",
        "1_000",
        "NaN",
        "inf",
        "-5",
        "+5",
        "٥٠",
        "５０",
        "5,00",
        "1,0000",
        "5.",
        ".5",
        "5 0",
        "0x10",
        "9" * 30,
        "½",
    ],
)
def test_what_could_mean_something_else_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAmount, match="in figures"):
        Money.parse(typed, "USD")


def test_more_decimals_than_the_currency_has_are_refused() -> None:
    with pytest.raises(NotAnAmount, match="at most 2 decimals"):
        Money.parse("5.001", "USD")
    with pytest.raises(NotAnAmount, match="no decimals"):
        Money.parse("5.0", "JPY")


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["USD", "JPY", "KWD", "CLF", "EUR"]))
def test_an_amount_written_plainly_reads_back_the_same(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert Money.parse(amount.plain(), currency) == amount


def test_amounts_show_all_decimals_of_their_currency() -> None:
    assert Money(125050, "USD").format() == "$1,250.50"
    assert Money(5000, "JPY").format() == "¥5,000"
    assert Money(5000, "ISK").format() == "ISK5,000"
    assert Money(5000, "KWD").format() == "KWD5.000"
    assert Money(5000, "USD").short() == "$50"
    assert Money(5025, "USD").short() == "$50.25"


def test_currencies_do_not_mix() -> None:
    assert Money(1, "USD") + Money(2, "USD") == Money(3, "USD")
    assert Money(1, "USD") < Money(2, "USD")
    with pytest.raises(OtherCurrency):
        Money(1, "USD") + Money(1, "EUR")


def test_a_fraction_of_a_cent_and_an_unknown_currency_cannot_be_held() -> None:
    with pytest.raises(TypeError):
        Money(1.5, "USD")  # type: ignore[arg-type]  # this is the mistake that is tested
    with pytest.raises(ValueError, match="not a currency"):
        Money(1, "XQZ")


def test_every_known_currency_has_an_exponent_of_iso_4217() -> None:
    assert {exponent(code) for code in known()} == {0, 2, 3, 4}
    assert [exponent(code) for code in ("ISK", "IQD", "USD", "CLF")] == [0, 3, 2, 4]
