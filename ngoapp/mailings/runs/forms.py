"""Forms of print runs: where on the sheet a run begins, and which of its sheets are needed again."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from ngoapp.mailings.models import Printer
from ngoapp.mailings.paper import Paper
from ngoapp.mailings.places import PlacesForm
from ngoapp.web.fields import ActionKeyField, TextField, at_most
from ngoapp.web.forms import Form


class PlaceForm(PlacesForm):
    """Print a run, beginning at a place of the sheet."""

    action_key = ActionKeyField()

    def __init__(self, paper: Paper, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lay(paper, fresh=not self.is_submitted())

    def facts(self) -> dict[str, Any]:
        """What was chosen, as `keep_run` takes it; validated."""
        return {"action_key": self.action_key.data, "paper": self.paper, "start": self.begins_at}


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
