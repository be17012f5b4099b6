"""The one writer, and the reader, of tables that people open in a spreadsheet.

A spreadsheet runs a cell that begins like a formula, whoever typed it: such text gets an apostrophe in front, and so
does text that has one already, so that reading our own file gives back the exact text. Amounts and days are no text
and stay as they are."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from ngoapp.core.money import Money

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes UTF-8 for something else
ESCAPE = "'"
# Spreadsheets skip blanks before a formula, and some take the wide signs of East Asian keyboards for it too.
FORMULA = frozenset("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")
Cell = str | int | date | datetime | Money | None


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as text, to be saved as UTF-8. Money is written in figures alone: give its currency a column."""
    out = io.StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([written(cell) for cell in row] for row in rows)
    return out.getvalue()


def from_csv(text: str) -> Iterator[dict[str, str]]:
    """The rows of a table that `to_csv` wrote, by column, with every text as it was."""
    reader = csv.DictReader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True)
    for row in reader:
        yield {column: (cell or "").removeprefix(ESCAPE) for column, cell in row.items()}


def written(cell: Cell) -> str:
    """A cell as it stands in the file."""
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return cell.plain()
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(cell, int):
        return str(cell)
    bare = cell.lstrip()
    dangerous = cell[:1] in FORMULA or bare[:1] in FORMULA or cell.startswith(ESCAPE)
    return ESCAPE + cell if cell and dangerous else cell
