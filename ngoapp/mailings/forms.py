"""Forms of the mailroom."""

import re
from decimal import Decimal
from typing import Any

from wtforms import SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange

from ngoapp.mailings.models import MOST_NUDGE, Printer
from ngoapp.mailings.stock import LabelStock
from ngoapp.web.fields import TextField, WholeField, at_most, needed
from ngoapp.web.forms import Form

LENGTH = re.compile(r"(-?)([0-9]{1,3})(?:[.,]([0-9]{1,3}))?(?:\s?mm)?", re.ASCII)
MOST_LABELS = 60
ACROSS = "Enter how many labels stand side by side."
DOWN = "Enter how many rows of labels there are."
OFF = {"autocomplete": "off"}
PAGES = {"letter": (Decimal("215.9"), Decimal("279.4")), "a4": (Decimal(210), Decimal(297))}


class LengthField(TextField):
    """Millimetres as people write them: “25.4”, “25,4 mm”; `length` is exact."""

    def __init__(self, label: str, *, least: Decimal = Decimal(0), **kwargs: Any) -> None:
        needs = [needed("Enter the length in millimetres, such as 25.4.")]
        super().__init__(label, needs, render_kw={**OFF, "inputmode": "decimal", "maxlength": 10}, **kwargs)
        self.least = least

    @property
    def length(self) -> Decimal | None:
        """What was typed, in millimetres."""
        match = LENGTH.fullmatch((self.data or "").strip())
        return Decimal(f"{match[1]}{match[2]}.{match[3] or 0}") if match else None

    @property
    def tenths(self) -> int:
        """The same in whole tenths of a millimetre."""
        return round((self.length or Decimal(0)) * 10)

    def post_validate(self, _form: Any, validation_stopped: bool) -> None:
        """A length that there is."""
        if not validation_stopped and (self.length is None or self.length < self.least):
            raise ValidationError("Enter the length in millimetres, such as 25.4.")


class StockForm(Form):
    """The measurements of label sheets, as a ruler gives them."""

    name = TextField("Name", [needed("Enter the name that is on the box."), at_most(40)], render_kw=OFF)
    page = SelectField(
        "Paper",
        choices=[
            SelectChoice("letter", "US Letter (215.9 × 279.4 mm)"),
            SelectChoice("a4", "A4 (210 × 297 mm)"),
        ],
    )
    columns = WholeField(
        "Labels across", [needed(ACROSS), NumberRange(1, MOST_LABELS, ACROSS)], render_kw=OFF
    )
    rows = WholeField("Labels down", [needed(DOWN), NumberRange(1, MOST_LABELS, DOWN)], render_kw=OFF)
    width = LengthField("Width of a label", least=Decimal(10))
    height = LengthField("Height of a label", least=Decimal(8))
    left = LengthField("From the left edge of the paper to the first label")
    top = LengthField("From the upper edge of the paper to the first label")
    dx = LengthField("From the left edge of a label to that of the next")
    dy = LengthField("From the upper edge of a label to that of the next")

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `add_stock` takes it; validated."""
        lengths = {f.name: f.length for f in self if isinstance(f, LengthField)}
        width, height = PAGES[self.page.data]
        counts = {"columns": self.columns.data, "rows": self.rows.data}
        return {"name": self.name.data, **counts, "page_width": width, "page_height": height, **lengths}


class PrinterForm(Form):
    """A printer's name, and how far its prints have to move."""

    name = TextField(
        "Name", [needed("Enter a name, such as: the one by the window."), at_most(60)], render_kw=OFF
    )
    right = LengthField("To the right, in mm", least=Decimal(-MOST_NUDGE) / 10)
    down = LengthField("Down, in mm", least=Decimal(-MOST_NUDGE) / 10)

    def __init__(self, printer: Printer | None = None, **kwargs: Any) -> None:
        known = {} if printer is None else {"name": printer.name, **_nudge_of(printer)}
        super().__init__(**{"right": "0", "down": "0", **known}, **kwargs)

    def validate_right(self, field: LengthField) -> None:
        """At most a centimetre: more is another kind of sheet."""
        if abs(field.tenths) > MOST_NUDGE:
            raise ValidationError(
                "More than 10 mm is no matter of the printer. Check that it prints at 100 %."
            )

    validate_down = validate_right

    def facts(self) -> dict[str, Any]:
        """What was filled in, as `keep_printer` takes it: tenths of a millimetre."""
        return {"name": self.name.data, "right": self.right.tenths, "down": self.down.tenths}


def described(stock: LabelStock) -> str:
    """“30 labels of 66.7 × 25.4 mm on US Letter”."""
    paper = "A4" if stock.page[0] < 213 else "US Letter"
    size = f"{stock.width:.4g} × {stock.height:.4g} mm"
    return f"{stock.per_sheet} labels of {size} on {paper}"


def _nudge_of(printer: Printer) -> dict[str, str]:
    return {"right": f"{printer.nudge[0]:g}", "down": f"{printer.nudge[1]:g}"}
