"""The form in which staff record what came by mail or by hand."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.core.db import found
from ngoapp.donations.advised.forms import (
    AdvisedFields,
    advised_fund_field,
    adviser_field,
    adviser_name_field,
)
from ngoapp.donations.campaigns.forms import CampaignNamed
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.choosing import ROW_ID, UNKNOWN, donor_choices
from ngoapp.donations.gifts import check_day, check_in_hand, gift_of_entry, record_mailed_gift
from ngoapp.donations.mail import Mail
from ngoapp.donations.mailed.entry import NEW, PLEDGE_FORM
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.mailed.operations import receive_pledge
from ngoapp.donations.mailed.queries import find_pledge
from ngoapp.donations.matching.operations import carry_match
from ngoapp.donations.models import Fund, Gift
from ngoapp.donations.together.forms import TogetherFields, second_email_field, second_name_field
from ngoapp.donations.together.operations import carry_over
from ngoapp.donations.together.parts import Together
from ngoapp.donations.tributes.forms import TributeFields
from ngoapp.donations.tributes.wishes import keep_wish_of_gift
from ngoapp.people.models import Consent, Person
from ngoapp.people.naming import BY_WISH, naming_wish
from ngoapp.people.operations import find_or_make_person
from ngoapp.people.queries import find_people
from ngoapp.web.fields import (
    ActionKeyField,
    DayField,
    EmailField,
    LongTextField,
    MoneyField,
    TextField,
    at_most,
    needed,
    optional,
    taken_by,
)
from ngoapp.web.forms import Form

SOURCES = {
    "reply slip": "On the reply slip",
    "letter": "In a letter",
    "telephone": "By phone",
    BY_WISH: "On their own page, for every gift",
    PLEDGE_FORM: "On the donation form, when they promised the check",
}
METHODS = {"cheque": "Check", "cash": "Cash"}


def _worded(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class GiftForm(CampaignNamed, TogetherFields, AdvisedFields, TributeFields, Form):
    """One gift that staff hold in hand. The donor is found by name, or made."""

    address_is_optional = True
    address_follows = "email"
    tribute_follows = "consent_source"

    entry_key = ActionKeyField()
    pledge = HiddenField()
    donor_name = TextField(
        "Donor",
        [at_most(200)],
        render_kw={
            "autocomplete": "off",
            "hx-get": "/staff/gifts/donors",
            "hx-trigger": "input changed delay:300ms",
            "hx-target": "#donor-found",
        },
    )
    donor = RadioField("Who is it?", [optional()], validate_choice=False)
    second_name = second_name_field()
    second_email = second_email_field()
    amount = MoneyField("Amount", [needed("Enter the amount."), taken_by(check_in_hand)])
    currency_code = SelectField("Currency", validate_choice=False)
    method = RadioField(
        "It came as", [needed("Choose check or cash.")], choices=_worded(METHODS), default="cheque"
    )
    received_on = DayField("Received on", [needed("Enter the day on which it came."), taken_by(check_day)])
    instrument_on = DayField("Date on the check", [optional(), taken_by(check_day)])
    postmarked_on = DayField("Postmark", [optional(), taken_by(check_day)])
    number = TextField(
        "Check number", [at_most(40)], render_kw={"autocomplete": "off", "inputmode": "numeric"}
    )
    fund_id = SelectField("Fund", [needed("Choose a fund.")], coerce=int)
    named = BooleanField("They ask to be thanked by name on the website")
    recognition_name = TextField(
        "Name as it should be thanked", [at_most(120)], render_kw={"autocomplete": "off"}
    )
    second_named = BooleanField("The second person agrees to be named, too")
    consent_source = SelectField("How they told us", choices=_worded(SOURCES))
    advised_fund = advised_fund_field()
    adviser_name = adviser_name_field()
    adviser = adviser_field()
    email = EmailField("E-mail", render_kw={"autocomplete": "off"})
    ira_custodian = TextField("Who holds the account", [at_most(120)], render_kw={"autocomplete": "off"})
    employer_name = TextField("Employer who may match it", [at_most(120)], render_kw={"autocomplete": "off"})
    message = LongTextField(
        "What they wrote", [at_most(1000)], render_kw={"autocomplete": "off", "data-private": "", "rows": 2}
    )

    def __init__(
        self,
        *,
        currencies: Sequence[str],
        funds: Sequence[Fund],
        campaigns: Sequence[Campaign] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.offer_campaigns(campaigns, funds)
        self.currency_code.choices = [SelectChoice(code, code) for code in currencies]
        self.currency_code.data = self.currency_code.data or currencies[0]
        if self.currency_code.data in currencies:
            self.amount.currency = self.currency_code.data
        self.donor_name.flags.required = True  # but for a giver whom nobody knows
        self.fund_id.choices = [SelectChoice(fund.id, fund.name) for fund in funds]
        choices = donor_choices(self.donor_name.data or "", self.donor.data)
        self.donor.choices = choices
        self.offer_advisers()
        self.offered = {choice.value for choice in choices}

    def validate_amount(self, _field: MoneyField) -> None:
        """In a currency that we take."""
        if self.currency_code.data != self.amount.currency:
            raise ValidationError("We do not take this currency any more. Please choose another.")

    def validate_donor_name(self, field: TextField) -> None:
        """A name is needed for everybody but the unknown."""
        if not field.data and self.donor.data in {None, "", NEW}:
            raise ValidationError("Enter the donor's name, or choose that nobody knows who it is.")

    def validate_donor(self, field: RadioField) -> None:
        """Somebody who is there."""
        if field.data and field.data not in self.offered:
            raise ValidationError("Choose one of the people listed.")

    def validate_ira_custodian(self, field: TextField) -> None:
        """A check, of somebody who can be thanked."""
        if field.data and self.method.data != "cheque":
            raise ValidationError("A gift from an IRA comes as a check. Choose check, or leave this empty.")
        if field.data and self.donor.data == UNKNOWN:
            raise ValidationError("Choose whose account it is: the custodian’s letter says so.")

    def validate_consent_source(self, field: SelectField) -> None:
        """A wish that they have."""
        if self.named.data and field.data == BY_WISH and self._wish() is None:
            raise ValidationError(
                "This donor has not wished to be named for every gift. Choose how they told us."
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Everything filled in, and no second person of the same name made unawares."""
        valid = super().validate(extra_validators)
        undecided = self.donor_name.data and not self.donor.data
        if (
            undecided
            and find_people(self.donor_name.data or "")
            and not gift_of_entry(self.entry_key.data or "")
        ):
            self.donor.errors = ["We know people of this name. Choose one of them, or somebody new."]
            return False
        return valid

    def record(self) -> Gift:
        """Record the gift and, where need be, its donor; the same form again is the same gift. Raises Refused."""
        known = gift_of_entry(self.entry_key.data or "")
        if known:
            return known
        donor, adviser, pledge = self._donor(), self.advised_by(), self.promised()
        wish = self._wish() if self.consent_source.data == BY_WISH else None
        own, together = self._named(adviser or donor, wish)
        promised = pledge.consent_wording if pledge and self.consent_source.data == PLEDGE_FORM else ""
        wording = wish.wording if wish else promised
        gift = record_mailed_gift(
            entry_key=self.entry_key.data or "",
            donor=donor,
            amount=self.amount.data,
            fund=found(Fund, self.fund_id.data),
            method=self.method.data,
            mail=Mail(
                received_on=self.received_on.data,  # type: ignore[arg-type]  # validated
                instrument_on=self.instrument_on.data,
                postmarked_on=self.postmarked_on.data,
                number=self.number.data or "",
                campaign_id=self.campaign_id.data or None,
                ira_custodian=self.ira_custodian.data or "",
                advised_fund=self.advised_fund.data or "",
                adviser_id=adviser.id if adviser else None,
            ),
            recognition_name=own if self.named.data else "",
            consent_source=self.consent_source.data if self.named.data else "",
            consent_wording=wording if self.named.data else "",
            message=self.message.data or "",
        )
        carry_over(gift, together, pledge_id=pledge.id if pledge else None)
        keep_wish_of_gift(self.tribute(), gift=gift, pledge_id=pledge.id if pledge else None)
        carry_match(gift, self.employer_name.data or "", pledge_id=pledge.id if pledge else None)
        if pledge:
            receive_pledge(pledge.id, gift=gift)
        return gift

    def promised(self) -> MailedPledge | None:
        """The pledge that this check fulfils."""
        return find_pledge(self.pledge.data or "")

    def _wish(self) -> Consent | None:
        """What the chosen donor, or who advised their fund, wishes for every gift."""
        chosen = (self.adviser if self.adviser_name.data else self.donor).data or ""
        return naming_wish(int(chosen)) if ROW_ID.fullmatch(chosen) else None

    def _named(self, donor: Person | None, usual: Consent | None) -> tuple[str, Together | None]:
        """The first one's name in public, and the second donor; nobody stands beside somebody unknown."""
        if donor is None:
            return "", None
        agreed_in = self.consent_source.data if self.second_named.data else ""
        wish = self.recognition_name.data or (usual.recognition_name if usual else "")
        return self.together(donor.name, wish, named=bool(self.named.data), agreed_in=agreed_in)

    def _donor(self) -> Person | None:
        if self.donor.data == UNKNOWN:
            return None
        advised = bool(self.adviser_name.data)  # then e-mail and address are the adviser's
        if ROW_ID.fullmatch(self.donor.data or ""):
            donor = found(Person, int(self.donor.data))
        else:
            donor = find_or_make_person(
                name=self.donor_name.data or "",
                email=None if advised else self.email.data or None,
                kind="organisation" if self.advised_fund.data else "person",
            )
        if not advised:
            self.place(donor)
        return donor
