"""Campaigns on other forms: the donor's, which one can lead to, and staff's for what came by mail."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.campaigns.purposes import Purposes
from ngoapp.donations.models import Fund
from ngoapp.web.fields import needed
from ngoapp.web.forms import Form

NONE = 0


def fund_field() -> RadioField:
    """What a gift is for; it stands on the form where the form says."""
    return RadioField("What it is for", [needed("Choose what it is for.")], coerce=int)


class PurposeFields(Form):
    """The part of the donor's form that says what the gift is for. The form itself has a `fund_field`."""

    campaign = HiddenField()
    fund_id: RadioField
    purposes: Purposes

    def offer_purposes(self, purposes: Purposes) -> None:
        """Let the donor choose among these. A campaign that is gone is let go of."""
        self.purposes = purposes
        self.campaign.data = purposes.campaign.slug if purposes.campaign else ""
        self.fund_id.choices = [SelectChoice(fund.id, fund.name) for fund in purposes.funds]
        if purposes.funds and not self.is_submitted():
            self.fund_id.data = self.fund_id.data or purposes.funds[0].id

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether all is well; once not, where the campaign is gone, so that the donor reads of it first."""
        return super().validate(extra_validators) and not self.purposes.gone


class CampaignNamed(Form):
    """The part of staff's form for a gift by mail that says which campaign the letter answers."""

    campaign_id = SelectField("Campaign", coerce=int, default=NONE)
    funds_of_campaigns: Mapping[int, tuple[int, str]] = {}

    def offer_campaigns(self, campaigns: Sequence[Campaign], funds: Sequence[Fund]) -> None:
        """Let staff choose among these, or none; each of them collects for one of the funds."""
        self.campaign_id.choices = [
            SelectChoice(NONE, "None"),
            *(SelectChoice(it.id, it.title) for it in campaigns),
        ]
        self.campaign_id.data = self.campaign_id.data or NONE
        names = {fund.id: fund.name for fund in funds}
        self.funds_of_campaigns = {it.id: (it.fund_id, names[it.fund_id]) for it in campaigns}

    def validate_fund_id(self, field: SelectField) -> None:
        """The fund that the campaign collects for, where there is a campaign."""
        fund_id, name = self.funds_of_campaigns.get(self.campaign_id.data, (field.data, ""))
        if field.data != fund_id:
            raise ValidationError(f"This campaign collects for “{name}”. Choose this fund, or no campaign.")
