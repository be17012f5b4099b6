"""What the form suggests to give, and what it takes: the one place to change either."""

from ngoapp.core.currencies import exponent
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money

SUGGESTED = (25, 50, 100, 250)
USUAL = 50
LEAST, MOST = 5, 50_000
# About how many of a currency are worth what one dollar, euro or pound is, in round figures that read well on a card.
WORTH = {
    **dict.fromkeys(("BRL", "CNY", "ILS", "MYR", "PLN", "RON", "SAR", "AED", "QAR"), 5),
    **dict.fromkeys(("CZK", "DKK", "HKD", "MXN", "NOK", "SEK", "THB", "TRY", "TWD", "UAH", "ZAR"), 10),
    **dict.fromkeys(("INR", "ISK", "JPY", "KES", "NGN", "PHP", "RSD", "RUB"), 100),
    **dict.fromkeys(("CLP", "HUF", "KRW"), 1_000),
    **dict.fromkeys(("COP", "IDR", "UGX", "VND"), 10_000),
}


class TooLittle(Refused):
    """Below this, the fee of the card eats what is given."""

    def __init__(self, least: Money) -> None:
        super().__init__(
            f"Enter {least.short()} or more. Below that, most of it would go to the cost of the payment.",
            field="other",
        )


class TooMuch(Refused):
    """Above this, a card is the wrong way, and a slip of the finger is likely."""

    def __init__(self, most: Money) -> None:
        super().__init__(
            f"Enter {most.short()} or less. For a larger gift please call or write to us: there are better ways.",
            field="other",
        )


def whole(major: int, currency: str) -> Money:
    """So many dollars or euros; in a currency of small units, the hundred or thousand times as many."""
    return Money(major * WORTH.get(currency, 1) * 10 ** exponent(currency), currency)


def suggested(currency: str) -> list[Money]:
    """The amounts on the cards, from small to large."""
    return [whole(major, currency) for major in SUGGESTED]


def check_amount(amount: Money) -> None:
    """Raises TooLittle and TooMuch."""
    least, most = whole(LEAST, amount.currency), whole(MOST, amount.currency)
    if amount < least:
        raise TooLittle(least)
    if most < amount:
        raise TooMuch(most)
