"""ISO 4217: which currencies exist and how many decimals each has.

CLDR's digits are about shop prices (it gives the Icelandic króna and the Iraqi dinar others), so the exponents
that differ from two stand here, from ISO 4217 list one."""

from functools import cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name

ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
THREE = "BHD IQD JOD KWD LYD OMR TND"
FOUR = "CLF UYW"

EXPONENTS = dict.fromkeys(ZERO.split(), 0) | dict.fromkeys(THREE.split(), 3) | dict.fromkeys(FOUR.split(), 4)


@cache
def known() -> frozenset[str]:
    """Every three-letter code that CLDR names."""
    return frozenset(Locale("en").currencies)


@cache
def in_use() -> tuple[str, ...]:
    """The currencies that somebody pays with today, by code; neither those of the past nor gold and testing codes."""
    periods = [period for place in get_global("territory_currencies").values() for period in place]
    return tuple(sorted({code for code, _since, until, tender in periods if tender and until is None}))


@cache
def currency_name(code: str) -> str:
    """What people call the money: “Canadian dollars” for CAD."""
    return str(get_currency_name(code, count=2, locale="en_US"))


def exponent(currency: str) -> int:
    """How many decimals the currency has: 2 for USD, 0 for JPY, 3 for KWD.

    Raises ValueError for a code that is not a currency's."""
    if currency not in known():
        raise ValueError(f"{currency!r} is not a currency")
    return EXPONENTS.get(currency, 2)
