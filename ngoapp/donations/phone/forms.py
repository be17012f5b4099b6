"""What staff ask a caller, and what the caller says on their own page."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.donations.amounts import check_amount
from ngoapp.donations.campaigns.forms import CampaignNamed
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.models import Fund
from ngoapp.donations.naming import CONSENT, LONGEST_NAME, NAMED, recognition_field, thanks_field
from ngoapp.donations.phone.operations import Naming
from ngoapp.donations.pledges import Pledge
from ngoapp.donations.together.forms import TogetherFields, second_email_field, second_name_field
from ngoapp.donations.together.parts import Together
from ngoapp.donations.tributes.forms import TributeFields
from ngoapp.web.fields import ActionKeyField, EmailField, MoneyField, TextField, at_most, needed, taken_by
from ngoapp.web.forms import Form

OFF = {"autocomplete": "off"}


class CallForm(CampaignNamed, TogetherFields, TributeFields, Form):
    """Four things to ask while the caller waits, and folded below them what only some callers speak of."""

    tribute_follows = "second_email"

    action_key = ActionKeyField()
    donor_name = TextField(
        "Name for the receipt", [needed("Enter the caller’s name."), at_most(LONGEST_NAME)], render_kw=OFF
    )
    email = EmailField(
        "E-mail", [needed("Enter the e-mail address that the caller can open now.")], render_kw=OFF
    )
    amount = MoneyField("Amount", [needed("Enter the amount."), taken_by(check_amount)])
    fund_id = SelectField("What it is for", [needed("Choose what it is for.")], coerce=int)
    second_name = second_name_field()
    second_email = second_email_field()
    employer_name = TextField("Employer who may match it", [at_most(LONGEST_NAME)], render_kw=OFF)

    def __init__(
        self, *, currency: str, funds: Sequence[Fund], campaigns: Sequence[Campaign] = (), **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.offer_campaigns(campaigns, funds)
        self.amount.currency = currency
        self.fund_id.choices = [SelectChoice(fund.id, fund.name) for fund in funds]

    def pledge(self) -> Pledge:
        """What was said, as the domain takes it."""
        return Pledge(
            action_key=self.action_key.data or "",
            amount=self.amount.data,
            fund_id=self.fund_id.data,
            donor_name=self.donor_name.data or "",
            email=self.email.data or "",
            campaign_id=self.campaign_id.data or None,
            together=self._together(),
            tribute=self.tribute(),
            employer=self.employer_name.data or "",
        )

    def _together(self) -> Together | None:
        """The second donor; whether either is named, the caller says on their own page."""
        name = self.second_name.data or ""
        return Together(name=name, email=self.second_email.data or "") if name else None


class MailAgainForm(Form):
    """To which mailbox."""

    email = EmailField("E-mail", [needed("Enter the e-mail address.")], render_kw=OFF)


class PayForm(Form):
    """The one question that only the donor can answer."""

    thanks = thanks_field()
    recognition_name = recognition_field()

    def naming(self, *, donor_name: str) -> Naming:
        """The answer, with the words that it was given to."""
        if self.thanks.data != NAMED:
            return Naming()
        wish = self.recognition_name.data or ""
        return Naming(wish or donor_name, CONSENT, wish)
