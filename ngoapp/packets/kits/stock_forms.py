"""Forms of the shelf and of reviews: a lot arrives, somebody counts, an edition is read through or let go on."""

from datetime import timedelta
from typing import Any

from wtforms import SelectField
from wtforms.validators import NumberRange

from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.packets.form_fields import choices_of
from ngoapp.packets.kits.editions import OVERRIDE_REASONS, Review
from ngoapp.packets.kits.forms import WHOLE, not_to_come, review_of
from ngoapp.packets.kits.models import COUNT_REASONS
from ngoapp.web.fields import (
    ActionKeyField,
    DayField,
    MoneyField,
    TextField,
    WholeField,
    at_most,
    needed,
    optional,
)
from ngoapp.web.forms import Form

MOST = 1_000_000
FOR_NOW = timedelta(days=30)
COUNTED = "Enter how many copies you counted, in figures."
ORDER_AT = "Enter a whole number, or 0."


class LotForm(Form):
    """A print lot arrived."""

    action_key = ActionKeyField()
    quantity = WholeField(
        "How many copies?",
        [
            needed("Enter how many copies came."),
            NumberRange(1, MOST, "Enter a whole number from 1 to 1,000,000."),
        ],
        render_kw=WHOLE,
    )
    cost = MoneyField("What did all of them cost?", [needed("Enter what the lot cost, or 0.")])
    printed_on = DayField("Printed on", [needed("Enter the day, as near as you know it.")], default=our_today)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cost.currency = our_organisation().currency


class CountForm(Form):
    """Somebody counted the shelf."""

    action_key = ActionKeyField()
    counted = WholeField(
        "I counted",
        [needed(COUNTED), NumberRange(0, MOST, COUNTED)],
        render_kw={**WHOLE, "autofocus": True},
    )
    reason = SelectField("Why it may differ", choices=choices_of(COUNT_REASONS))


class ReorderForm(Form):
    """How low the shelf may get."""

    copies = WholeField(
        "Order more when no more than this many are free",
        [needed(ORDER_AT), NumberRange(0, MOST, ORDER_AT)],
        render_kw=WHOLE,
    )


class ReviewForm(Form):
    """Somebody read an edition through."""

    reviewer = TextField("Reviewed by", [needed("Enter who read it through."), at_most(120)])
    reviewed_on = DayField(
        "Reviewed on", [needed("Enter the day of the review."), not_to_come], default=our_today
    )
    review_due_on = DayField(
        "Next review due", [optional()], description="Left empty: 24 months after the review."
    )

    def review(self) -> Review:
        """What was filled in."""
        return review_of(self.values())


class OverrideForm(Form):
    """Let an edition go out although its review is overdue."""

    until = DayField(
        "Until", [needed("Enter the last day on which it may go out.")], default=lambda: our_today() + FOR_NOW
    )
    reason = SelectField("Because", choices=choices_of(OVERRIDE_REASONS))
