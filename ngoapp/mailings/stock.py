"""Sheets of labels that can be bought, by the names printed on their boxes."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ngoapp.core.errors import Refused

# Published measurements are rounded to a micrometre or so.
TOLERANCE = 0.01


@dataclass(frozen=True)
class LabelStock:
    """A sheet of equal labels. Millimetres from the top left corner of the upright page."""

    name: str
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    dx: float
    dy: float

    def __post_init__(self) -> None:
        page_width, page_height = self.page
        right = self.left + (self.columns - 1) * self.dx + self.width
        bottom = self.top + (self.rows - 1) * self.dy + self.height
        overlap = (self.columns > 1 and self.dx + TOLERANCE < self.width) or (
            self.rows > 1 and self.dy + TOLERANCE < self.height
        )
        off_page = (
            right > page_width + TOLERANCE or bottom > page_height + TOLERANCE or min(self.left, self.top) < 0
        )
        if overlap or off_page or min(self.columns, self.rows, self.width, self.height) <= 0:
            raise StockDoesNotFit(self.name)

    @property
    def per_sheet(self) -> int:
        """How many labels one sheet has."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """The top left corner of a label; places count from 0, along the rows."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.dx, self.top + row * self.dy


class StockDoesNotFit(Refused):
    """Measurements by which labels overlap or hang over the edge of their page."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The labels of “{name}” overlap or do not fit their page; check its measurements.")


class UnknownStock(Refused):
    """A name of label sheets that we have no measurements for."""

    def __init__(self, name: str) -> None:
        known = ", ".join(stock_names())
        super().__init__(f"We have no measurements for “{name}”. We know {known}.", field="stock")


def stock_names() -> list[str]:
    """The sheets that we have measurements for, without the other names that the same sheets go by."""
    return list(stock_data()["labels"])


@cache
def find_stock(name: str) -> LabelStock:
    """The sheet of that name, however it is written: “5160”, “Avery 5160”, “l7160”. Raises UnknownStock."""
    plain = re.sub(r"^AVERY|[ -]", "", name.strip().upper())
    plain = stock_data()["same_as"].get(plain, plain)
    try:
        facts = stock_data()["labels"][plain]
    except KeyError:
        raise UnknownStock(name.strip()) from None
    measures = {key: facts[key] for key in ("columns", "rows", "width", "height", "left", "top", "dx", "dy")}
    return LabelStock(name=plain, page=tuple(facts["page_mm"]), **measures)


@cache
def stock_data() -> dict[str, Any]:
    """The measurements that we come with."""
    data: dict[str, Any] = json.loads(
        (files("ngoapp.mailings") / "data" / "label-stock.json").read_text("utf-8")
    )
    return data
