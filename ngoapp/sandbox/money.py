"""Currencies as Stripe counts them: minor units, least charges, fees."""

import json
import re
from decimal import Decimal
from pathlib import Path

from babel.numbers import format_currency

FACTS = json.loads(Path(__file__).with_name("currencies.json").read_text())
SUPPORTED = frozenset(FACTS["supported"])
ZERO_DECIMAL = frozenset(FACTS["zero_decimal"])
THREE_DECIMAL = frozenset(FACTS["three_decimal"])
WHOLE_ONLY = frozenset(FACTS["multiples_of_a_hundred"])
LEAST_CHARGE: dict[str, int] = FACTS["least_charge"]
USUAL_LEAST_CHARGE = 50
LARGEST_CHARGE = 99_999_999


def exponent(currency: str) -> int:
    """How many decimals Stripe counts in this currency."""
    return 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2


def step(currency: str) -> int:
    """Amounts are multiples of this many minor units."""
    return 10 if currency in THREE_DECIMAL else 100 if currency in WHOLE_ONLY else 1


def least_charge(currency: str) -> int:
    """The smallest amount that can be charged, about fifty U.S. cents."""
    return LEAST_CHARGE.get(currency, USUAL_LEAST_CHARGE)


def fee_on(amount: int) -> int:
    """Stripe's usual price for a payment: 2.9 % (rounded half up) and 30 minor units."""
    return (amount * 29 + 500) // 1000 + 30


def format_money(amount: int, currency: str) -> str:
    """Show an amount to people, such as `$25.00`."""
    return format_currency(Decimal(amount).scaleb(-exponent(currency)), currency.upper(), locale="en_US")


def parse_money(text: str, currency: str) -> int | None:
    """Read what a person typed, such as `12.50`; None when it is no exact amount."""
    digits = exponent(currency)
    match = re.fullmatch(r"([0-9]{1,9})(?:\.([0-9]+))?", text.strip(), re.ASCII)
    if match is None or len(match[2] or "") > digits:
        return None
    return int(match[1] + (match[2] or "").ljust(digits, "0"))
