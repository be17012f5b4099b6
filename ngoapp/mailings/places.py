"""Where on a sheet printing begins: a label that is clicked, or its number that is typed."""

import re

from wtforms import RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.mailings.paper import Paper
from ngoapp.mailings.queries import first_free
from ngoapp.mailings.stock import LabelStock
from ngoapp.web.fields import TextField
from ngoapp.web.forms import Form

NUMBER = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 3}


class PlacesForm(Form):
    """The place of a sheet where printing begins. Envelopes have no places."""

    place = RadioField("First free label", coerce=int, default=1, validate_choice=False)
    start = TextField("Or type its number", render_kw=NUMBER)

    def lay(self, paper: Paper, *, fresh: bool) -> None:
        """Show the places of this paper; where it is laid afresh, the first free one is chosen."""
        self.paper: Paper = paper
        sheet = self.sheet
        places = range(1, sheet.per_sheet + 1) if sheet else ()
        self.place.choices = [SelectChoice(str(place), str(place)) for place in places]
        if fresh and sheet:
            self.place.data, self.start.data = first_free(sheet), ""

    @property
    def sheet(self) -> LabelStock | None:
        """The sheets of labels; None for envelopes."""
        return self.paper if isinstance(self.paper, LabelStock) else None

    @property
    def begins_at(self) -> int:
        """The first label; a typed number counts more than a click, and what was typed is left over on envelopes."""
        return (int(self.start.data) if self.start.data else self.place.data or 1) if self.sheet else 1

    def validate_start(self, field: TextField) -> None:
        """A number of a label on the sheet."""
        if self.sheet and field.data and not re.fullmatch("[0-9]{1,4}", field.data):
            raise ValidationError(f"Enter the number of a label, from 1 to {self.sheet.per_sheet}.")
