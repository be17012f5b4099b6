"""Forms of the receipts' pages."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import NumberRange

from ngoapp.receipts.printing import STOCK
from ngoapp.web.fields import TextField, WholeField, at_most, needed, optional
from ngoapp.web.forms import Form

STATES = (
    SelectChoice("", "All receipts"),
    SelectChoice("issued", "In force"),
    SelectChoice("held", "Mail held, can be stopped"),
    SelectChoice("void", "Void"),
    SelectChoice("replaced", "Replaced"),
)
PLACE_ON_SHEET = f"Enter a number from 1 to {STOCK.per_sheet}."


class PlaceField(WholeField):
    """A whole number, refused in a sentence."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError as no_number:
            raise ValueError(PLACE_ON_SHEET) from no_number


class FilterForm(Form):
    """What the list shows; it stands in the address."""

    class Meta:
        """Nothing is changed by it."""

        csrf = False

    q = TextField("Number or donor", [optional(), at_most(100)])
    state = SelectField("Show", choices=list(STATES), default="", validators=[optional()])


class PrintForm(Form):
    """Where the first label goes on a sheet of which some are used."""

    start = PlaceField(
        "First free label on the sheet",
        [needed(PLACE_ON_SHEET), NumberRange(1, STOCK.per_sheet, PLACE_ON_SHEET)],
        default=1,
    )
