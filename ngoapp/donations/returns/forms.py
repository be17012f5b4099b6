"""The forms in which staff give money back."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.core.money import Money
from ngoapp.donations.gifts import check_day
from ngoapp.web.fields import ActionKeyField, DayField, LongTextField, MoneyField, at_most, needed, taken_by
from ngoapp.web.forms import Form

# Stripe's own words for why; its fraud rules learn from them.
REASONS = {
    "requested_by_customer": "The donor asked for it",
    "duplicate": "It was given twice by mistake",
    "fraudulent": "Somebody else used the donor’s card",
}
WAYS = {"bounced": "The check bounced", "given_back": "We gave it back ourselves"}


class RefundForm(Form):
    """A refund of an online gift to where it came from."""

    action_key = ActionKeyField()
    amount = MoneyField("Amount to give back", [needed("Enter the amount.")])
    reason = SelectField(
        "Why",
        [needed("Choose why.")],
        choices=[SelectChoice(value, label) for value, label in REASONS.items()],
    )
    why = LongTextField("Note for your colleagues", [at_most(500)], render_kw={"rows": 2, "data-private": ""})

    def __init__(self, *, left: Money, **kwargs: Any) -> None:
        super().__init__(amount=left, **kwargs)
        self.amount.currency = left.currency


class ReturnForm(Form):
    """A check that bounced, or money that was given back by hand."""

    entry_key = ActionKeyField()
    way = RadioField(
        "What happened",
        [needed("Choose what happened.")],
        choices=[SelectChoice(value, label) for value, label in WAYS.items()],
        default="bounced",
    )
    amount = MoneyField("Amount", [needed("Enter the amount.")])
    moved_on = DayField("On", [needed("Enter the day on which it went back."), taken_by(check_day)])

    def __init__(self, *, left: Money, **kwargs: Any) -> None:
        super().__init__(amount=left, **kwargs)
        self.amount.currency = left.currency

    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        found = super().values()
        bounced = found.pop("way") == "bounced"
        return {**found, "bounced": bounced}
