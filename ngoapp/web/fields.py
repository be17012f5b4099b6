"""Fields that read what people type as they mean it, and say what is wrong in a sentence."""

import re
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import EmailInput, TelInput

from ngoapp.core.errors import Refused
from ngoapp.core.money import Money, symbol

LONGEST_EMAIL = 254
FIRST_YEAR = 1900
# Control characters, line ends that only some programs take for one, and marks that turn the order of letters around.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]")
WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)
ACTION_KEY = re.compile(r"[A-Za-z0-9_-]{24,64}", re.ASCII)


class Needed(InputRequired):
    """Something must be filled in; blanks, and what cannot be seen, are nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse an empty field."""
        if isinstance(field.data, str) and not any(c.isprintable() and c != " " for c in field.data):
            field.raw_data = [""]
        super().__call__(form, field)


def needed(sentence: str) -> InputRequired:
    """The field must be filled in; `sentence` says what to enter."""
    return Needed(sentence)


def at_most(length: int) -> Length:
    """The text may have `length` characters."""
    return Length(max=length, message=f"Use at most {length} characters.")


class TextField(StringField):
    """One line of text: stripped, without control characters."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Keep the text without what cannot be seen."""
        text = valuelist[0] if valuelist else ""
        self.data = UNSEEN.sub("", text).replace("\n", "").replace("\t", "").strip()


class LongTextField(TextAreaField):
    """Several lines of text: stripped, with plain line ends, without other control characters."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Keep the text without what cannot be seen."""
        text = valuelist[0] if valuelist else ""
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        self.data = UNSEEN.sub("", lines).strip()


class EmailField(TextField):
    """An e-mail address, checked for form only; its local part is kept as typed.

    Before the @ only what every mail server takes: few of them carry other letters there."""

    widget = EmailInput()

    def pre_validate(self, _form: Any) -> None:
        """Refuse what cannot be an address."""
        if not self.data:
            return
        try:
            checked = validate_email(self.data, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError as reason:
            raise ValidationError("Enter an e-mail address in full, such as name@example.org.") from reason
        if len(checked.normalized) > LONGEST_EMAIL:
            raise ValidationError("Enter a shorter e-mail address.")
        self.data = checked.normalized


class PhoneField(TextField):
    """A telephone number as people write it; at least seven digits."""

    widget = TelInput()

    def pre_validate(self, _form: Any) -> None:
        """Refuse what has no number in it."""
        digits = sum(c.isdigit() for c in self.data or "")
        if self.data and not 7 <= digits <= 15:
            raise ValidationError("Enter a telephone number with its area code, such as 952-555-0142.")


class MoneyField(Field):
    """An amount in `currency`; `data` is Money. What was typed stays in the field when it cannot be read."""

    def __init__(
        self, label: str = "", validators: Any = None, *, currency: str = "USD", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self._currency = currency

    @property
    def currency(self) -> str:
        """The currency that amounts are read in. A form may come to know it late: what was typed is read anew."""
        return self._currency

    @currency.setter
    def currency(self, currency: str) -> None:
        if currency == self._currency:
            return
        self._currency = currency
        if self.raw_data:
            self.process_errors = []
            try:
                self.process_formdata(self.raw_data)
            except ValueError as unread:
                self.process_errors.append(str(unread))

    @property
    def symbol(self) -> str:
        """The currency's sign, for before the digits."""
        return symbol(self._currency)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.plain() if self.data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the amount; the sentence of a refusal shows beside the field."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = Money.parse(valuelist[0], self.currency)
            except Refused as refusal:
                raise ValueError(refusal.sentence) from refusal


class WholeField(IntegerField):
    """A whole number in figures, of a size that every database and every reckoning can hold."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the number; blanks are none."""
        if not valuelist:
            return
        self.data = None
        text = valuelist[0].strip()
        if text and not WHOLE.fullmatch(text):
            raise ValueError("Enter a whole number in figures.")
        self.data = int(text) if text else None


class DayField(DateField):
    """A day, as the browser's own field for days sends it; a year typed with two figures is caught."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the day, or say how to write one."""
        try:
            super().process_formdata(list(valuelist))
        except ValueError as unread:
            raise ValueError("Enter a day, such as 2026-11-22.") from unread
        if self.data and self.data.year < FIRST_YEAR:
            raise ValueError("Enter the year with four figures, such as 2026.")


class ActionKeyField(HiddenField):
    """Names one rendered form, so that the same form sent twice does its work once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default=lambda: secrets.token_urlsafe(24), **kwargs)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Keep the key; a form that comes without a proper one is an action of its own."""
        given = valuelist[0] if valuelist else ""
        self.data = given if ACTION_KEY.fullmatch(given) else secrets.token_urlsafe(24)


def taken_by(check: Callable[[Any], object]) -> Callable[[Any, Any], None]:
    """The domain takes what is in the field: its refusal stands there together with whatever else is amiss."""

    def validate(_form: Any, field: Any) -> None:
        if field.data:
            try:
                check(field.data)
            except Refused as refusal:
                raise ValidationError(refusal.sentence) from refusal

    return validate


def optional() -> Optional:
    """The field may stay empty; a blank is not: it would count for any choice, since what was wrong is forgotten."""
    return Optional(strip_whitespace=False)
