"""How often a gift comes: the pair at the top of the donor's form."""

from typing import Any

from wtforms import Form, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.donations.recurring.rhythms import EVERY, MONTH, ONCE, QUARTER, YEAR
from ngoapp.web.fields import needed

STOP = "You can stop at any time on your own page."
SUMMARIES = {
    ONCE: "Once, today.",
    **{every: f"{EVERY[every].capitalize()}, starting today. {STOP}" for every in (MONTH, QUARTER, YEAR)},
}
LABELS = {ONCE: "Once", MONTH: "Every month", QUARTER: "Every three months", YEAR: "Every year"}


def _choice(every: str) -> SelectChoice:
    return SelectChoice(
        every, LABELS[every], {"data-preview-instead": "every", "data-preview-words": SUMMARIES[every]}
    )


class RhythmFields(Form):
    """A mixin: once, or until the donor stops it. Templates draw it with donations/public/rhythm.html."""

    every = RadioField(
        "How often?",
        [needed("Choose how often.")],
        choices=[_choice(every) for every in LABELS],
        default=ONCE,
    )

    @property
    def rhythm(self) -> str:
        """What comes again; empty for a gift that comes once."""
        chosen: str = self.every.data
        return "" if chosen == ONCE else chosen

    @property
    def shown_rhythm(self) -> str:
        """The line in the summary, as the form stands."""
        return SUMMARIES.get(self.every.data, SUMMARIES[ONCE])


def refuse_rhythm(_form: Any, field: RadioField) -> None:
    """A check is written once; by card or from an account a gift can come again."""
    if field.data != ONCE:
        raise ValidationError(
            f"A check is one gift. To give {EVERY[field.data]}, continue to payment; to mail a check, choose “Once”."
        )
