"""Forms about matches: the donor's field, staff's pages."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from wtforms import RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.core.money import Money
from ngoapp.donations.gifts import record_mailed_gift
from ngoapp.donations.mail import Mail
from ngoapp.donations.matching.employers import EmployerFacts, add_employer, employer_called, giver_of
from ngoapp.donations.matching.models import Employer, MatchingGift
from ngoapp.donations.matching.operations import NoGiftYet, change_match, receive_match
from ngoapp.donations.models import Gift
from ngoapp.organisation.queries import our_today
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

NEW = "new"
LONGEST_NAME, LONGEST_ADDRESS = 120, 500
BY_HAND = {"autocomplete": "off"}
STATES = {
    "possible": "Possible: the donor has not said more",
    "asked": "Asked: the donor has sent in the form",
    "promised": "Promised: the employer will pay",
    "declined": "Declined: no match will come",
}
MATCHES = {"yes": "Yes", "no": "No", "unknown": "Nobody knows yet"}


def employer_field() -> TextField:
    """Who employs the donor; what is typed is compared with the employers that we know."""
    return TextField(
        "Employer",
        [at_most(LONGEST_NAME)],
        render_kw={"autocomplete": "organization", "list": "employers"},
    )


class EmployerForm(Form):
    """What staff know of an employer."""

    name = TextField("Name", [needed("Enter the employer’s name."), at_most(LONGEST_NAME)], render_kw=BY_HAND)
    other_names = LongTextField("Other names, one on a line", [at_most(1000)], render_kw={"rows": 2})
    matching = RadioField(  # named “matches”, it would hide a form's own function from scripts
        "Does it match gifts?",
        [needed("Choose whether it matches gifts.")],
        choices=[SelectChoice(value, label) for value, label in MATCHES.items()],
        default="unknown",
    )
    form_url = TextField(
        "Where its people ask for a match",
        [at_most(LONGEST_ADDRESS)],
        render_kw={"inputmode": "url", **BY_HAND},
    )
    notes = LongTextField("Notes", [at_most(2000)], render_kw={"rows": 3})

    def validate_form_url(self, field: TextField) -> None:
        """An address that donors can open safely."""
        parts = urlsplit(field.data or "")
        if field.data and not (parts.scheme == "https" and parts.hostname):
            raise ValidationError("Enter an address that begins with https://, or leave it empty.")

    def facts(self) -> EmployerFacts:
        """What was filled in."""
        values = self.values()
        return EmployerFacts(matches=values.pop("matching"), **values)


class MatchForm(Form):
    """How a match stands."""

    state = RadioField(
        "How does it stand?",
        [needed("Choose how it stands.")],
        choices=[SelectChoice(value, label) for value, label in STATES.items()],
    )
    expected = MoneyField("Amount that is expected")
    remind_on = DayField("Remind the donor on", [optional()])

    @classmethod
    def of(cls, match: MatchingGift) -> "MatchForm":
        """The form as things stand."""
        known = {"state": match.state, "expected": match.expected, "remind_on": match.remind_on}
        form = cls(data=known)
        form.expected.currency = match.gift.amount.currency if match.gift else "USD"
        return form

    def validate_remind_on(self, field: DayField) -> None:
        """A day to come."""
        if field.data and field.data <= our_today() and field.data != field.object_data:
            raise ValidationError("Enter a day that is still to come, or leave it empty.")

    def save(self, match_id: int) -> None:
        """Write it down. Raises MatchSettled."""
        change_match(match_id, state=self.state.data, expected=self.expected.data, remind=self.remind_on.data)


class ReceivedForm(Form):
    """The employer's money: a check to record now, or a gift of theirs that is recorded already."""

    entry_key = ActionKeyField()
    gift = RadioField("The employer’s gift", [needed("Choose the gift.")], default=NEW)
    amount = MoneyField("Amount of the check")
    received_on = DayField("Received on", [optional()])
    number = TextField("Check number", [at_most(40)], render_kw=BY_HAND)
    credited = MoneyField("Of it, for this match")

    def __init__(self, *, match: MatchingGift, gifts: Sequence[Gift], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.match = match
        currency = match.gift.amount.currency if match.gift else "USD"
        self.amount.currency = self.credited.currency = currency
        known = [SelectChoice(str(gift.id), _described(gift)) for gift in gifts]
        self.gift.choices = [SelectChoice(NEW, "A check that I record now"), *known]
        self.amount.flags.required = self.received_on.flags.required = not known
        if not self.is_submitted():
            self.received_on.data = our_today()

    def validate_amount(self, field: MoneyField) -> None:
        """An amount and a day for a check that is recorded now."""
        if self.gift.data == NEW and not field.data and not field.errors:
            raise ValidationError("Enter the amount of the check.")

    def validate_received_on(self, field: DayField) -> None:
        """The day on which a new check came."""
        if self.gift.data == NEW and not field.data:
            raise ValidationError("Enter the day on which it came.")

    def record(self) -> Gift:
        """Record the check where need be, and credit the donor. The same form again is one gift. Raises Refused."""
        own = self.match.gift
        if own is None:
            raise NoGiftYet
        gift_id = self._new(own).id if self.gift.data == NEW else int(self.gift.data)
        return receive_match(self.match.id, gift_id=gift_id, credited=self.credited.data).gift

    def _new(self, own: Gift) -> Gift:
        return record_mailed_gift(
            entry_key=self.entry_key.data or "",
            donor=giver_of(employer_of(self.match)),
            amount=self.amount.data or Money(0, self.amount.currency),
            fund=own.fund,
            method="cheque",
            mail=Mail(received_on=self.received_on.data or our_today(), number=self.number.data or ""),
        )


def employer_of(match: MatchingGift) -> Employer:
    """The employer of a match, written down now where we had only a name."""
    if match.employer is None:
        known = employer_called(match.employer_name)
        match.employer = known or add_employer(EmployerFacts(name=match.employer_name, matches="yes"))
    return match.employer


def _described(gift: Gift) -> str:
    return f"{gift.amount.format()} of {gift.received_on:%B} {gift.received_on.day}, {gift.received_on.year}"
