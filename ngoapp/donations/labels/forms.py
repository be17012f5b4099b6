"""Whom donor labels are for, and how they are wanted: all of it stands in the address bar."""

from collections.abc import Mapping
from typing import Any, Literal

from wtforms import SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange

from ngoapp.donations.campaigns.queries import campaigns_ever
from ngoapp.donations.labels.queries import Choice, donors_countries
from ngoapp.donations.queries import all_funds
from ngoapp.mailings.paper import Paper, paper_names, paper_of
from ngoapp.mailings.queries import usual_stock
from ngoapp.mailings.runs.recipients import Wanted
from ngoapp.organisation.queries import our_organisation
from ngoapp.people.countries import country_names
from ngoapp.web.fields import DayField, WholeField, optional
from ngoapp.web.filters import day
from ngoapp.web.forms import Form

PER = {"household": "One per household", "person": "One per person"}
ORDER = {"postal_code": "Postal code", "surname": "Surname", "queue": "Last gift, oldest first"}
STYLE = {"upper": "Capitals, as the Postal Service likes them", "typed": "As typed"}


class ChoiceForm(Form):
    """Which donors get a label, and how the labels are wanted."""

    class Meta:
        """Nothing is written, so there is no seal."""

        csrf = False

    since = DayField("Gave since", [optional()])
    until = DayField("Up to", [optional()])
    fund = SelectField("Fund", coerce=int, default=0)
    campaign = SelectField("Campaign", coerce=int, default=0)
    country = SelectField("Lives in", default="")
    at_least = WholeField(
        "At least so many gifts", [NumberRange(1, 999, "Enter a number from 1.")], default=1
    )
    per = SelectField("Labels", default="household")
    order = SelectField("In the order of", default="postal_code")
    style = SelectField("Letters", default="upper")
    paper = SelectField("Print on")

    def __init__(self, args: Any) -> None:
        super().__init__(args if args else None)
        names = country_names()
        self.words: dict[str, Mapping[str, str]] = {
            "fund": {"0": "Any fund"} | {str(fund.id): fund.name for fund in all_funds()},
            "campaign": {"0": "Any campaign"} | {str(one.id): one.title for one in campaigns_ever()},
            "country": {"": "Any country"}
            | {code: names[code] for code in donors_countries() if code in names},
            "per": PER,
            "order": ORDER,
            "style": STYLE,
            "paper": paper_names(),
        }
        for name, offered in self.words.items():
            self[name].choices = [SelectChoice(key, words) for key, words in offered.items()]
        self.is_asked = bool(args)
        if "paper" not in (args or ()):
            self.paper.data = usual_stock().name

    def validate_until(self, field: DayField) -> None:
        """Not before the first day."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError("Enter a day that is not before the first.")

    @property
    def sheets(self) -> Paper:
        """What is printed on; the usual sheets where what was chosen is none that we know."""
        return paper_of(self.paper.data) if self.paper.data in self.words["paper"] else usual_stock()

    def choice(self) -> Choice:
        """Which donors, as `donors_chosen` takes it; validated."""
        return Choice(
            since=self.since.data,
            until=self.until.data,
            fund_id=self.fund.data,
            campaign_id=self.campaign.data,
            country=self.country.data,
            at_least=self.at_least.data or 1,
        )

    def wanted(self) -> Wanted:
        """How the labels are wanted; validated."""
        style: Literal["upper", "typed"] = "typed" if self.style.data == "typed" else "upper"
        home = our_organisation().country_code
        return Wanted(per=self.per.data, order=self.order.data, style=style, sender_country=home)

    def in_words(self) -> str:
        """What was chosen, as the run keeps it."""
        said = [PER[self.per.data], f"by {ORDER[self.order.data].lower()}"]
        narrowed = (self.fund, self.campaign, self.country)
        said += [self.words[field.name][str(field.data)] for field in narrowed if field.data]
        said += [f"gave since {day(self.since.data)}"] if self.since.data else []
        said += [f"gave up to {day(self.until.data)}"] if self.until.data else []
        said += [f"at least {self.at_least.data} gifts"] if (self.at_least.data or 1) > 1 else []
        return "; ".join(said)
