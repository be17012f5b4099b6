"""The form in which staff write a campaign."""

import re
from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.adapters.pictures import JPEG, NotAPicture, cleaned
from ngoapp.core.errors import Refused
from ngoapp.core.money import Money
from ngoapp.donations.campaigns import operations as campaigns
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.campaigns.operations import Plan
from ngoapp.donations.models import Fund
from ngoapp.web.fields import (
    ActionKeyField,
    DayField,
    LongTextField,
    MoneyField,
    TextField,
    at_most,
    needed,
    optional,
)
from ngoapp.web.forms import Form

WITHOUT_CENTS = re.compile(r"\.0+$")
BETWEEN_AMOUNTS = re.compile(r"[;\s]+")
OFF = {"autocomplete": "off"}


class CampaignForm(Form):
    """Words, money, days, and what the page shows. What is settled once it was published is not on the form then."""

    entry_key = ActionKeyField()
    title = TextField("Title", [needed("Give the campaign a title."), at_most(120)], render_kw=OFF)
    slug = TextField(
        "Address",
        [at_most(100)],
        description="The last part of /campaigns/…; empty makes it of the title. It stays once it is published.",
        render_kw={**OFF, "autocapitalize": "none", "spellcheck": "false"},
    )
    summary = TextField(
        "In one sentence",
        [at_most(300)],
        description="On the page, the poster and shared links.",
        render_kw=OFF,
    )
    story = LongTextField(
        "Story",
        [at_most(20_000)],
        description="A blank line starts a paragraph. ## makes a heading, - a list, [words](address) a link.",
        render_kw={**OFF, "rows": 12},
    )
    fund_id = SelectField("It collects for", [needed("Choose a fund.")], coerce=int)
    goal = MoneyField("Goal", [optional()])
    amounts = TextField(
        "Amounts to suggest",
        [at_most(80)],
        description="With spaces between them, such as 30 60 120. Empty means the usual ones.",
        render_kw=OFF,
    )
    starts_on = DayField("First day", [needed("Choose the first day.")])
    ends_on = DayField("Last day", [optional()], description="Empty means until you close it.")
    show_total = BooleanField("Show how much came in", default=True)
    show_supporters = BooleanField("Show recent supporters who agreed to be named")
    picture = FileField("Picture", description="JPEG or PNG. Where and when it was taken is removed.")
    picture_alt = TextField(
        "What is on the picture", [at_most(200)], description="For who cannot see it.", render_kw=OFF
    )
    remove_picture = BooleanField("Show no picture any more")
    cleaned: bytes | None = None
    suggested: Sequence[Money] = ()

    def __init__(
        self, *, currency: str, funds: Sequence[Fund], campaign: Campaign | None = None, **kwargs: Any
    ) -> None:
        written = [WITHOUT_CENTS.sub("", it.plain()) for it in campaign.suggested] if campaign else []
        super().__init__(obj=campaign, amounts=" ".join(written), **kwargs)
        self.goal.currency, self.currency = currency, currency
        self.fund_id.choices = [SelectChoice(fund.id, fund.name) for fund in funds]
        self.settled = campaign if campaign and campaign.published_at else None
        if self.settled:
            del self.slug, self.fund_id
        if not (campaign and campaign.picture_id):
            del self.remove_picture

    def validate_amounts(self, field: TextField) -> None:
        """Amounts of money, one after the other."""
        written = [part.strip(",") for part in BETWEEN_AMOUNTS.split(field.data or "")]
        try:
            self.suggested = [Money.parse(part, self.currency) for part in written if part]
        except Refused as refusal:
            raise ValidationError(f"{refusal.sentence} Put spaces between the amounts.") from refusal

    def validate_picture(self, field: FileField) -> None:
        """A picture that can be shown; made safe here, outside any transaction."""
        if not field.data:
            return
        try:
            self.cleaned = cleaned(field.data.read())
        except NotAPicture as unread:
            raise ValidationError("This is no JPEG or PNG picture that we can read.") from unread

    def draft(self) -> Campaign:
        """Keep what was written as a new draft. Raises Refused."""
        campaign = campaigns.draft_campaign(self._plan(), entry_key=self.entry_key.data or "")
        self._keep_picture(campaign.id)
        return campaign

    def change(self, campaign_id: int) -> None:
        """Keep what was written. Raises Refused."""
        campaigns.change_campaign(campaign_id, self._plan())
        self._keep_picture(campaign_id)

    def refuse(self, refusal: Refused) -> None:
        """Operations call the amounts what they are; on the form they are typed in one field."""
        if refusal.field == "suggested":
            refusal.field = "amounts"
        super().refuse(refusal)

    def _keep_picture(self, campaign_id: int) -> None:
        words = self.picture_alt.data or ""
        if self.cleaned:
            campaigns.set_picture(campaign_id, self.cleaned, JPEG, words=words)
        elif "remove_picture" in self and self.remove_picture.data:
            campaigns.remove_picture(campaign_id)
        else:
            campaigns.describe_picture(campaign_id, words)

    def _plan(self) -> Plan:
        settled = self.settled
        return Plan(
            title=self.title.data or "",
            slug=settled.slug if settled else self.slug.data or "",
            fund_id=settled.fund_id if settled else self.fund_id.data,
            summary=self.summary.data or "",
            story=self.story.data or "",
            goal=self.goal.data,
            suggested=self.suggested,
            starts_on=self.starts_on.data,  # type: ignore[arg-type]  # validated
            ends_on=self.ends_on.data,
            show_total=self.show_total.data,
            show_supporters=self.show_supporters.data,
        )
