"""Forms with which a donor changes a gift that comes again. Each names itself: pressed twice, it is done once."""

from datetime import date

from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import HiddenInput

from ngoapp.core.money import Money
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.recurring.changes import LAST_DAY, change_amount, change_day, pause, skip_one
from ngoapp.donations.recurring.rhythms import months_on
from ngoapp.organisation.queries import our_today
from ngoapp.web.fields import ActionKeyField, DayField, MoneyField, needed, optional
from ngoapp.web.forms import Form

SKIP, REST, OWN_DAY = "skip", "rest", "day"
THREE = 3


class PressForm(Form):
    """One button."""

    action_key = ActionKeyField()

    @property
    def key(self) -> str:
        """Names this rendered form."""
        return self.action_key.data or ""


class AmountForm(PressForm):
    """How much from the next time on; the field bears the name by which the domain refuses an amount."""

    other = MoneyField("New amount", [needed("Enter the amount that you would like to give.")])

    @classmethod
    def of(cls, plan: RecurringPlan) -> "AmountForm":
        """The form with what is given now."""
        form = cls(data={"other": plan.amount})
        form.other.currency = plan.amount.currency
        return form

    def save(self, plan_id: int) -> None:
        """Ask for it."""
        amount: Money = self.other.data
        change_amount(plan_id, amount, key=self.key)


class DayForm(PressForm):
    """On which day of the month."""

    day = SelectField(
        "Day of the month",
        [needed("Choose a day.")],
        coerce=int,
        choices=[SelectChoice(day, str(day)) for day in range(1, LAST_DAY + 1)],
    )

    @classmethod
    def of(cls, plan: RecurringPlan) -> "DayForm":
        """The form with the day as it is."""
        return cls(data={"day": min(plan.next_on.day, LAST_DAY)} if plan.next_on else {})

    def save(self, plan_id: int) -> None:
        """Ask for it."""
        change_day(plan_id, self.day.data, key=self.key)


class PauseForm(PressForm):
    """Skip one, or rest until a day. `next_on` is the gift that was to come when the form was drawn."""

    next_on = DayField(validators=[optional()], widget=HiddenInput())
    how = RadioField("For how long?", [needed("Choose for how long.")])
    until = DayField("The first day on which it may come again", [optional()])

    @classmethod
    def of(cls, plan: RecurringPlan) -> "PauseForm":
        """The form for a plan as it stands; one that rests already has nothing to skip."""
        form, in_three = cls(data={"next_on": plan.next_on}), months_on(our_today(), THREE)
        skipped = form.next_on.data if plan.state == "active" or form.is_submitted() else None
        form.how.choices = [
            *([SelectChoice(SKIP, f"Skip one: the gift of {_said(skipped)}")] if skipped else []),
            SelectChoice(REST, f"Pause for three months, until {_said(in_three)}"),
            SelectChoice(OWN_DAY, "Pause until a day that I choose"),
        ]
        return form

    def validate_how(self, field: RadioField) -> None:
        """With a day where one is to be chosen."""
        if field.data == OWN_DAY and not self.until.data and not self.until.errors:
            raise ValidationError("Enter below the day until which it shall pause.")

    def save(self, plan_id: int) -> None:
        """Ask for it."""
        if self.how.data == SKIP:
            skip_one(plan_id, self.next_on.data or date.min, key=self.key)
        else:
            chosen = self.until.data if self.how.data == OWN_DAY else None
            pause(plan_id, chosen or months_on(our_today(), THREE), key=self.key)


def _said(day: date) -> str:
    return f"{day:%B} {day.day}"
