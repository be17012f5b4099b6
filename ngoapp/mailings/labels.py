"""Sheets of labels as a PDF: every line whole and inside its label, or nothing at all."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ngoapp.core.errors import Refused
from ngoapp.mailings.fit import Box, Fitted, fit
from ngoapp.mailings.stock import LabelStock
from ngoapp.mailings.typesetting import MM, Typesetter

# Millimetres kept free inside each edge: printers feed sheets a little askew.
SMALLEST_INSET, LARGEST_INSET, INSET_SHARE = 1.15, 4.0, 0.045
# The size of type, in points, where there is room enough.
SMALLEST_PREFERRED, LARGEST_PREFERRED = 8.0, 14.0
SIZE_PER_MM_OF_HEIGHT, SIZE_PER_MM_OF_WIDTH = 0.38, 0.15
# Invisible, but they shape the letters beside them.
JOINERS = frozenset("\u200c\u200d")


@dataclass(frozen=True)
class PrintedLabels:
    """What was printed: so many labels on so many sheets."""

    count: int
    sheets: int


@dataclass(frozen=True)
class Misfit:
    """A label that cannot be printed, counted from 1, and why."""

    row: int
    sentence: str


class LabelsDoNotFit(Refused):
    """Some labels cannot be printed whole; nothing was written."""

    def __init__(self, misfits: Sequence[Misfit]) -> None:
        number = "One label" if len(misfits) == 1 else f"{len(misfits)} labels"
        super().__init__(f"{number} cannot be printed, so none was: change what is listed, then print again.")
        self.misfits = list(misfits)


class StartNotOnSheet(Refused):
    """A first label that a sheet of this stock does not have."""

    def __init__(self, start: int, stock: LabelStock) -> None:
        super().__init__(
            f"A sheet of {stock.name} has labels 1 to {stock.per_sheet}; it cannot start at {start}.",
            field="start",
        )


class NothingToPrint(Refused):
    """There is not one label to print."""

    def __init__(self) -> None:
        super().__init__("There is no label to print.")


def print_labels(
    labels: Iterable[Sequence[str]],
    *,
    stock: LabelStock,
    start: int = 1,
    out: BinaryIO,
    nudge: tuple[float, float] = (0.0, 0.0),
) -> PrintedLabels:
    """Draw one label after the other, along the rows, beginning at place `start` of the first sheet.

    `nudge` moves everything by so many millimetres, rightwards and down, for a printer that feeds askew.

    Raises StartNotOnSheet, NothingToPrint, LabelsDoNotFit; then nothing is written."""
    if not 1 <= start <= stock.per_sheet:
        raise StartNotOnSheet(start, stock)
    with Typesetter(page_mm=stock.page, title=f"Labels {stock.name}") as typesetter:
        sheets = _Sheets(stock, start, typesetter, nudge)
        misfits = [misfit for row, lines in enumerate(labels, 1) if (misfit := sheets.add(row, lines))]
        if misfits:
            raise LabelsDoNotFit(misfits)
        if not sheets.printed.count:
            raise NothingToPrint
        typesetter.write(out)
    return sheets.printed


class _Sheets:
    """The sheets as they fill up, label by label."""

    def __init__(
        self, stock: LabelStock, start: int, typesetter: Typesetter, nudge: tuple[float, float]
    ) -> None:
        self.stock, self.nudge = stock, nudge
        self.typesetter = typesetter
        self.inset_x, self.inset_y = inset(stock.width), inset(stock.height)
        self.box = Box(
            width=(stock.width - 2 * self.inset_x) * MM,
            height=(stock.height - 2 * self.inset_y) * MM,
            preferred_size=preferred_size(stock),
        )
        self.first_place = start - 1
        self.place = start - 1
        self.is_new = True

    @property
    def printed(self) -> PrintedLabels:
        count = self.place - self.first_place
        return PrintedLabels(count=count, sheets=-(-self.place // self.stock.per_sheet) if count else 0)

    def add(self, row: int, lines: Sequence[str]) -> Misfit | None:
        """Draw the next label, or say why it cannot be drawn."""
        fitted = fitted_or_why(lines, self.box, self.typesetter, f"a label of {self.stock.name}")
        if isinstance(fitted, str):
            return Misfit(row, fitted)
        self._draw(fitted)
        return None

    def _draw(self, fitted: Fitted) -> None:
        on_sheet = self.place % self.stock.per_sheet
        if self.is_new or on_sheet == 0:
            self.typesetter.add_page()
            self.is_new = False
        left, top = map(sum, zip(self.stock.corner(on_sheet), self.nudge, strict=True))
        self.typesetter.place(
            fitted.lines,
            x=(left + self.inset_x) * MM,
            y=(top + self.inset_y) * MM + fitted.baseline,
            size=fitted.size,
            leading=fitted.leading,
        )
        self.place += 1


def fitted_or_why(lines: Sequence[str], box: Box, typesetter: Typesetter, where: str) -> Fitted | str:
    """The lines as they fit `where` (“a label of 5160”), or a sentence that says why they cannot be printed there."""
    lines = [line for line in map(clean, lines) if line]
    if not lines:
        return "There is nothing to print here."
    tall = not all(map(typesetter.is_plain, lines))
    if tall and (missing := typesetter.missing("".join(lines))):
        return _missing_sentence(missing)
    fitted = fit(lines, box, measure=typesetter.width, tall=tall)
    return fitted or _too_large(lines, where)


def _too_large(lines: Sequence[str], where: str) -> str:
    longest = max(lines, key=len)
    shown = longest if len(longest) <= 60 else f"{longest[:57]}…"
    return f"“{shown}” and its {len(lines)} lines do not fit {where}, even in small type."


def clean(line: str) -> str:
    """The line without what cannot be seen."""
    if line.isascii() and line.isprintable():
        return line.strip()
    return "".join(map(_visible, unicodedata.normalize("NFC", line))).strip()


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    is_invisible = category == "Cf" and letter not in JOINERS
    return "" if is_invisible or unicodedata.name(letter, "").startswith("VARIATION SELECTOR") else letter


def _missing_sentence(missing: Sequence[str]) -> str:
    shown = ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in missing[:5])
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    return f"No font here has {shown}{more}."


def inset(length: float) -> float:
    """How far text keeps from the edges of a label that is so long, in millimetres."""
    return max(SMALLEST_INSET, min(LARGEST_INSET, INSET_SHARE * length))


def preferred_size(stock: LabelStock) -> float:
    """The size of type, in points, on labels with room enough."""
    by_measure = min(SIZE_PER_MM_OF_HEIGHT * stock.height, SIZE_PER_MM_OF_WIDTH * stock.width)
    return max(SMALLEST_PREFERRED, min(LARGEST_PREFERRED, by_measure))
