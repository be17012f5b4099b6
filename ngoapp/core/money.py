"""Amounts of money: whole minor units with their currency, never a float."""

import re
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.numbers import NumberPattern, get_currency_symbol

from ngoapp.core.currencies import exponent
from ngoapp.core.errors import Refused

# Whole digits, or groups of three behind a first one of one to three; then perhaps a point and decimals.
WRITTEN = re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?", re.ASCII)
LONGEST = 14  # characters: with the four decimals that a currency may have, safe in a 64-bit column


class NotAnAmount(Refused):
    """What was typed cannot be read as an amount of money."""


class OtherCurrency(ValueError):
    """Two amounts in different currencies were put together."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`minor` whole minor units (cents, yen, fils) of `currency` (ISO 4217)."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("minor units are whole numbers")
        exponent(self.currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> "Money":
        """Read what a person typed: “50”, “$50”, “1,250.50”.

        Strict: ASCII digits, no exponent, sign or underscore, no more decimals than the currency has.
        Raises NotAnAmount."""
        bare = text.strip()
        for sign in (symbol(currency), currency):
            bare = bare.removeprefix(sign).strip()
        match = WRITTEN.fullmatch(bare)
        if not match or len(bare) > LONGEST:
            raise NotAnAmount("Enter an amount in figures, such as 50 or 50.00.")
        decimals, places = match[2] or "", exponent(currency)
        if len(decimals) > places:
            raise NotAnAmount(_too_precise(currency, places))
        whole = match[1].replace(",", "")
        return cls(int(whole + decimals.ljust(places, "0")), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def plain(self) -> str:
        """As a person would type it: “1250.50”, without sign or grouping; `parse` reads it back."""
        return f"{self.decimal:f}"

    def format(self, locale: str = "en_US") -> str:
        """As people of `locale` read it, with all its decimals: “$1,250.50”."""
        return self._written(locale, exponent(self.currency))

    def short(self, locale: str = "en_US") -> str:
        """Without decimals where they are all nought: “$50”, but “$50.25”."""
        if self.minor % 10 ** exponent(self.currency):
            return self.format(locale)
        return self._written(locale, 0)

    def _written(self, locale: str, places: int) -> str:
        return _written(self, locale, places)

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor <= other.minor

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise OtherCurrency(f"{self.currency} and {other.currency}")


@lru_cache(maxsize=1024)
def _written(amount: Money, locale: str, places: int) -> str:
    pattern = _pattern(locale, places)
    return str(pattern.apply(amount.decimal, locale, currency=amount.currency, currency_digits=False))


@cache
def _pattern(locale: str, places: int) -> NumberPattern:
    """The locale's way to write money, with exactly so many decimals."""
    pattern: NumberPattern = copy(Locale.parse(locale).currency_formats["standard"])
    pattern.frac_prec = (places, places)
    return pattern


@cache
def symbol(currency: str) -> str:
    """The currency’s sign as people here know it: “$”, “CA$”, “€”; its code where it has none."""
    return get_currency_symbol(currency, "en_US")


def _too_precise(currency: str, places: int) -> str:
    if places == 0:
        return f"{currency} has no decimals. Enter a whole amount, such as 5000."
    return f"Enter at most {places} decimals."
