"""The donor's form."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel.numbers import get_currency_symbol
from wtforms import RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.core.money import Money
from ngoapp.donations.amounts import check_amount
from ngoapp.donations.campaigns.forms import PurposeFields, fund_field
from ngoapp.donations.campaigns.purposes import Purposes
from ngoapp.donations.currencies.forms import CurrencyFields
from ngoapp.donations.fees import FeeRate
from ngoapp.donations.matching.forms import employer_field
from ngoapp.donations.matching.queries import employer_on
from ngoapp.donations.models import Donation
from ngoapp.donations.naming import CONSENT, LONGEST_NAME, NAMED, NOT_NAMED, recognition_field, thanks_field
from ngoapp.donations.pledges import Pledge
from ngoapp.donations.recurring.forms import RhythmFields, refuse_rhythm
from ngoapp.donations.recurring.rhythms import ONCE
from ngoapp.donations.together.forms import TogetherFields, prefilled, second_email_field, second_name_field
from ngoapp.donations.together.queries import second_on
from ngoapp.donations.tributes.forms import TributeFields, filled_in
from ngoapp.donations.tributes.wishes import wish_given
from ngoapp.people.forms import DEFAULT_COUNTRY, AddressFields
from ngoapp.people.models import ADDRESS_PARTS
from ngoapp.web.fields import (
    ActionKeyField,
    EmailField,
    LongTextField,
    MoneyField,
    TextField,
    at_most,
    needed,
    taken_by,
)
from ngoapp.web.forms import Form

OTHER = "other"
LONGEST_MESSAGE = 1000


class DonateForm(
    RhythmFields, TogetherFields, PurposeFields, AddressFields, TributeFields, CurrencyFields, Form
):
    """Once or again and again, by card or from a bank account."""

    address_is_optional = True
    address_follows = "donor_named"
    action_key = ActionKeyField()
    amount = RadioField("Amount", [needed("Choose an amount.")])
    other = MoneyField("Your own amount")
    fund_id = fund_field()
    donor_name = TextField(
        "Your name",
        [needed("Enter your name as it should appear on the receipt."), at_most(LONGEST_NAME)],
        render_kw={"autocomplete": "name", "data-preview-source": "thanks"},
    )
    second_name = second_name_field()
    second_email = second_email_field()
    email = EmailField(
        "E-mail",
        [needed("Enter your e-mail address, so that we can send your receipt.")],
        render_kw={"autocomplete": "email", "maxlength": 254},
    )
    thanks = thanks_field()
    recognition_name = recognition_field()
    message = LongTextField(
        "A message to us",
        [at_most(LONGEST_MESSAGE)],
        render_kw={"autocomplete": "off", "data-private": "", "rows": 3},
    )
    employer_name = employer_field()

    def __init__(
        self,
        *,
        currency: str,
        purposes: Purposes,
        rates: Mapping[str, FeeRate],
        employers: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.take_rates(rates, currency)
        self.currency, self.employers = currency, employers
        self.offer_purposes(purposes)
        self._offer_amounts()
        untouched = not kwargs and not self.is_submitted()
        # What decides how the form looks, as long as nobody has filled anything in.
        drawn_from = ("donate", currency, *rates.items(), *purposes.drawn_from, *employers)
        self.drawn_from = drawn_from if untouched else None
        if not self.is_submitted():
            self.amount.data = self.amount.data or str(purposes.usual(currency).minor)

    @classmethod
    def again(
        cls,
        donation: Donation,
        *,
        currency: str,
        purposes: Purposes,
        rates: Mapping[str, FeeRate],
        employers: Sequence[str],
    ) -> "DonateForm":
        """The form as the donor filled it in, to be sent as a new one."""
        gift = Money(donation.amount.minor - donation.fee_cover_minor, donation.amount.currency)
        on_a_card = gift in purposes.cards(currency)
        return cls(
            currency=currency,
            purposes=purposes,
            rates=rates,
            employers=employers,
            amount=str(gift.minor) if on_a_card else OTHER,
            other=None if on_a_card or gift.currency != currency else gift,
            cover_fee=donation.fee_cover_minor > 0,
            every=donation.plan.every if donation.plan else ONCE,
            fund_id=donation.fund_id,
            donor_name=donation.donor_name,
            email=donation.email,
            thanks=NAMED if donation.recognition_name else NOT_NAMED,
            **{"recognition_name": donation.recognition_name, **prefilled(second_on(donation))},
            message=donation.message,
            **filled_in(wish_given(donation.id)),
            employer_name=employer_on(donation),
            **{**donation.address_parts(), "country_code": donation.country_code or DEFAULT_COUNTRY},
        )

    @property
    def shown_name(self) -> str:
        """The name in the preview line, as the form stands."""
        named = self.thanks.data == NAMED
        return (named and (self.recognition_name.data or self.donor_name.data)) or "Anonymous"

    @property
    def shown_amount(self) -> Money | None:
        """The amount in the summary, as the form stands."""
        own: Money | None = self.other.data
        if own or self.amount.data in {None, "", OTHER}:
            return own
        return next(
            (each for each in self.purposes.cards(self.currency) if str(each.minor) == self.amount.data), None
        )

    @property
    def shows_address(self) -> bool:
        """Whether the folded address is open: something is in it, or its country was changed."""
        return bool(self.has_address() or self.change_country.data)

    def validate_amount(self, _field: RadioField) -> None:
        """In a currency that we take."""
        self.check_currency()

    def validate_other(self, field: MoneyField) -> None:
        """An own amount where one is wanted, and never two answers."""
        usual = str(self.purposes.usual(self.currency).minor)
        if self.amount.data == OTHER and not field.data and not field.errors:
            raise ValidationError("Enter the amount that you would like to give, such as 75.")
        if field.data and self.amount.data not in {OTHER, usual}:
            raise ValidationError("Choose one of the amounts above or enter your own, not both.")
        if not self.amount.errors:
            taken_by(lambda given: check_amount(given + self.fee_cover(given)))(self, field)

    def pledge(self) -> Pledge:
        """What was filled in, as the domain takes it."""
        name, named = self.donor_name.data or "", self.thanks.data == NAMED
        gift = self.other.data or Money(int(self.amount.data), self.currency)
        cover = self.fee_cover(gift)
        own, together = self.together(name, self.recognition_name.data or "", named=named)
        return Pledge(
            action_key=self.action_key.data or "",
            amount=gift + cover,
            fee_cover_minor=cover.minor,
            fund_id=self.fund_id.data,
            donor_name=name,
            email=self.email.data or "",
            recognition_name=own if named else "",
            consent_wording=CONSENT if named else "",
            message=self.message.data or "",
            tribute=self.tribute(),
            address=self._address_parts(),
            campaign_id=self.purposes.campaign_id,
            together=together,
            every=self.rhythm,
            employer=self.employer_name.data or "",
        )

    def _offer_amounts(self) -> None:
        shown, amounts = {"data-preview-source": "amount"}, self.purposes.cards(self.currency)
        cards = [SelectChoice(str(amount.minor), amount.short(), shown) for amount in amounts]
        self.amount.choices = [*cards, SelectChoice(OTHER, "Other", {**shown, "data-preview-silent": ""})]
        self.other.currency = self.currency
        self.other.render_kw = {
            "data-preview-source": "amount",
            "data-preview-prefix": get_currency_symbol(self.currency, "en_US"),
            "data-chooses": f"amount-{len(cards)}",  # the card after the suggested ones
            "maxlength": 12,
        }

    def _address_parts(self) -> dict[str, str]:
        address = self.address(name="")
        return {part: getattr(address, part) for part in ADDRESS_PARTS} if self.has_address() else {}


class CheckForm(DonateForm):
    """The same, for who mails a check: without an e-mail address the slip is printed and the receipt posted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.every.validators = (*self.every.validators, refuse_rhythm)
        self.email.validators, self.email.flags.required = (
            (),
            False,
        )  # in its place: errors stand in the page's order

    def fee_cover(self, gift: Money) -> Money:
        """A check costs nothing to cash."""
        return Money(0, gift.currency)
