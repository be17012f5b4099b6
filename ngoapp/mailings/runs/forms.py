"""Forms of print runs: where on the sheet a run begins, and which of its sheets are needed again."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.mailings.models import Printer
from ngoapp.mailings.paper import Paper
from ngoapp.mailings.queries import first_free
from ngoapp.mailings.stock import LabelStock
from ngoapp.web.fields import ActionKeyField, TextField, at_most
from ngoapp.web.forms import Form

NUMBER = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 3}


class PlaceForm(Form):
    """Print, beginning at a place of the sheet: clicked, or typed as a number. Envelopes have no places."""

    action_key = ActionKeyField()
    place = RadioField("First free label", coerce=int, default=1, validate_choice=False)
    start = TextField("Or type its number", render_kw=NUMBER)

    def __init__(self, paper: Paper, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.paper = paper
        self.sheet = paper if isinstance(paper, LabelStock) else None
        places = range(1, self.sheet.per_sheet + 1) if self.sheet else ()
        self.place.choices = [SelectChoice(str(place), str(place)) for place in places]
        if self.sheet and not self.is_submitted():
            self.place.data = first_free(self.sheet)

    def validate_start(self, field: TextField) -> None:
        """A number of a label on the sheet."""
        if self.sheet and field.data and not re.fullmatch("[0-9]{1,4}", field.data):
            raise ValidationError(f"Enter the number of a label, from 1 to {self.sheet.per_sheet}.")

    def facts(self) -> dict[str, Any]:
        """What was chosen, as `keep_run` takes it; a typed number counts more than a click."""
        typed = self.start.data if self.sheet else ""  # what was typed for labels is left over on envelopes
        start = int(typed) if typed else self.place.data or 1
        return {"action_key": self.action_key.data, "paper": self.paper, "start": start if self.sheet else 1}


class AgainForm(Form):
    """Some sheets of a run once more, on a printer; it asks for a PDF, which changes nothing."""

    class Meta:
        """Nothing is written, so there is no seal."""

        csrf = False

    sheets = TextField(
        "Which sheets",
        [at_most(60)],
        render_kw={"autocomplete": "off"},
        description="Such as 3-4. Empty for all.",
    )
    printer = SelectField("Printer", coerce=int, validate_choice=False)

    def __init__(self, printers: Sequence[Printer], args: Any) -> None:
        super().__init__(args)
        known = [SelectChoice(str(printer.id), printer.name) for printer in printers]
        self.printer.choices = [SelectChoice("0", "Any other"), *known]
