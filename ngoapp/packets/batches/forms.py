"""Forms of batches: freezing one, ticking off what is packed, printing again, and what the mail brings back."""

import re
from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, SelectField, SubmitField, ValidationError

from ngoapp.mailings.models import Printer
from ngoapp.mailings.paper import paper_names, paper_of
from ngoapp.mailings.places import NUMBER, PlacesForm
from ngoapp.mailings.queries import printers, usual_stock
from ngoapp.packets.batches.words import RETURN_REASONS, UNDO_REASONS
from ngoapp.packets.desk_forms import FiltersForm
from ngoapp.packets.form_fields import choices_of
from ngoapp.packets.queries import ids_to_post
from ngoapp.web.fields import ActionKeyField, TextField, at_most, needed
from ngoapp.web.forms import Form

MOST_IN_A_BATCH = 300  # ten sheets of labels: more is more than an evening's work
CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 40}


class BatchForm(PlacesForm):
    """Freeze the chosen requests, their labels beginning at a place of the sheet: clicked, or typed as a number."""

    action_key = ActionKeyField()
    chosen = HiddenField()
    stock = SelectField(
        "Sheets or envelopes", validate_choice=False, render_kw={"data-autosubmit": "change_stock"}
    )
    change_stock = SubmitField("Take these")
    printer = SelectField("Printer", coerce=int, validate_choice=False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names = paper_names()
        self.stock.choices = choices_of(names)
        paper = paper_of(self.stock.data) if self.stock.data in names else usual_stock()
        self.stock.data = paper.name
        self.lay(paper, fresh=not self.is_submitted() or bool(self.change_stock.data))
        _offer(self.printer, printers())

    def request_ids(self) -> list[int]:
        """The requests that were ticked."""
        parts = (self.chosen.data or "").split(",")
        return [int(part) for part in parts if re.fullmatch("[0-9]{1,15}", part)]

    def facts(self) -> dict[str, Any]:
        """What was chosen, as `freeze_batch` takes it."""
        return {
            "action_key": self.action_key.data,
            "request_ids": self.request_ids(),
            "stock": self.paper.name,
            "start": self.begins_at,
            "printer_id": self.printer.data or 0,
        }


class TickForm(Form):
    """Tick off what is packed: a mark, a number or a code, typed or scanned."""

    typed = TextField(
        "Packed",
        [needed("Type a number, or scan a code."), at_most(40)],
        render_kw={**CODE, "autofocus": True},
    )


class AgainForm(Form):
    """Print sheets or single labels once more after a jam."""

    action_key = ActionKeyField()
    sheets = TextField("Sheets", [at_most(60)], render_kw={"autocomplete": "off"})
    marks = TextField("Or single labels", [at_most(200)], render_kw={"autocomplete": "off"})
    start = TextField("From label", default="1", render_kw=NUMBER)

    def validate_start(self, field: TextField) -> None:
        """A number."""
        if not re.fullmatch("[0-9]{1,3}", field.data or ""):
            raise ValidationError("Enter the number of a label, such as 1.")

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `reprint` takes it."""
        return {**self.values(), "start": int(self.start.data or 1)}


class UndoForm(Form):
    """Why a step is taken back."""

    reason = SelectField("Why", choices=choices_of(UNDO_REASONS))


class ReturnForm(Form):
    """A piece that the mail brought back."""

    code = TextField("Code on the label", [needed("Type or scan the code.")], render_kw=CODE)
    reason = RadioField("Why it came back", choices=choices_of(RETURN_REASONS), default="not_here")


def chosen_by(args: MultiDict[str, str]) -> str:
    """The requests that were ticked in the queue, or else all that fit its filters."""
    ticked = args.getlist("request")
    return ",".join(ticked or map(str, ids_to_post(FiltersForm(args).filters(), MOST_IN_A_BATCH)))


def _offer(field: SelectField, known: Sequence[Printer]) -> None:
    field.choices = choices_of({"0": "Any other", **{str(printer.id): printer.name for printer in known}})
