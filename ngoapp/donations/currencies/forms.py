"""The parts of the donate form about currency and fee, and the form for what a payment costs."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_symbol
from wtforms import BooleanField, HiddenField, SelectField, ValidationError
from wtforms import Form as Fields
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.core.currencies import currency_name, exponent
from ngoapp.core.money import Money
from ngoapp.donations.currencies.models import MOST_BASIS_POINTS
from ngoapp.donations.fees import FeeRate
from ngoapp.web.fields import MoneyField, TextField, needed
from ngoapp.web.forms import Form

PERCENT = re.compile(r"([0-9]{1,2})(?:\.([0-9]{1,2}))?\s?%?", re.ASCII)


class CurrencyFields(Fields):
    """A mixin: in which currency, and whether the donor adds what the card costs."""

    currency_code = HiddenField()
    cover_fee = BooleanField("Add the card fee, so that my whole gift arrives")
    rate: FeeRate
    currencies: Sequence[tuple[str, str]] = ()

    def take_rates(self, rates: Mapping[str, FeeRate], currency: str) -> None:
        """Ask for gifts in `currency`, one of those that have a rate."""
        self.rate = rates[currency]
        self.currencies = [(code, currency_name(code)) for code in rates]
        self.currency_code.data = self.currency_code.data or currency

    def check_currency(self) -> None:
        """An amount that was chosen in a currency which is gone since must not be read as one of ours."""
        if self.currency_code.data != self.rate.fixed.currency:
            self.currency_code.data = self.rate.fixed.currency
            raise ValidationError("We do not take this currency any more. Please choose the amount anew.")

    @property
    def fee_facts(self) -> dict[str, object]:
        """What the script needs to follow along: the same figures that `FeeRate.cover` works with."""
        currency = self.rate.fixed.currency
        return {
            "data-fee-rate": self.rate.basis_points,
            "data-fee-fixed": self.rate.fixed.minor,
            "data-fee-decimals": exponent(currency),
            "data-fee-symbol": get_currency_symbol(currency, "en_US"),
        }

    def fee_cover(self, gift: Money) -> Money:
        """What is added to the gift, as the form stands."""
        return self.rate.cover(gift) if self.cover_fee.data else Money(0, gift.currency)


class RateForm(Form):
    """What Stripe keeps of a payment in one currency."""

    currency = SelectField("Currency", [needed("Choose the currency.")])
    percent = TextField(
        "Of each payment, in percent",
        [needed("Enter the percentage, such as 2.9.")],
        render_kw={"autocomplete": "off", "inputmode": "decimal", "maxlength": 6},
    )
    fixed = MoneyField("And on top of it, for each payment")

    def __init__(self, *, currencies: Sequence[str], rate: FeeRate | None = None, **kwargs: Any) -> None:
        known = {"percent": f"{Decimal(rate.basis_points) / 100:f}", "fixed": rate.fixed} if rate else {}
        super().__init__(**known, **kwargs)
        self.currency.choices = [SelectChoice(code, f"{code} – {currency_name(code)}") for code in currencies]
        if self.currency.data in currencies:
            self.fixed.currency = self.currency.data

    def validate_percent(self, field: TextField) -> None:
        """A percentage with two decimals at most, up to a fifth."""
        if not PERCENT.fullmatch(field.data or "") or self._basis_points > MOST_BASIS_POINTS:
            raise ValidationError("Enter a percentage between 0 and 20, such as 2.9.")

    @property
    def _basis_points(self) -> int:
        match = PERCENT.fullmatch(self.percent.data or "")
        return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else 0

    def rate(self) -> FeeRate:
        """What was filled in; validated."""
        return FeeRate(self._basis_points, self.fixed.data or Money(0, self.currency.data))
