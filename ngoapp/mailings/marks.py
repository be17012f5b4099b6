"""Small marks beside an address: the place of a piece in its batch, and the code that it is known by if it comes back.

On a label they stand above on the right, on an envelope below on the left, clear of what machines read. The QR code
says the same as the code in letters; it is left out where a label has no room for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

import segno

from ngoapp.mailings.fit import Box, Fitted
from ngoapp.mailings.labels import (
    LabelsDoNotFit,
    Misfit,
    NothingToPrint,
    PrintedLabels,
    StartNotOnSheet,
    fitted_or_why,
    inset,
    preferred_size,
)
from ngoapp.mailings.stock import LabelStock
from ngoapp.mailings.typesetting import MM, Typesetter

# Points. A module of a third of a millimetre is what scanners at a desk read; four of them stay white around it.
MODULE, QUIET = 1.0, 4.0
SIZE, LEADING, ASCENT, DESCENT = 5.5, 6.5, 4.5, 1.0


@dataclass(frozen=True)
class Mark:
    """The place of a piece in its batch, such as “B12-007”, and its code."""

    sequence: str
    code: str


@dataclass(frozen=True)
class Marked:
    """The lines of an address with the mark beside them."""

    lines: Sequence[str]
    mark: Mark


@dataclass(frozen=True)
class Room:
    """What a mark takes from a label, in points: at the right and at the bottom; and whether its QR code is in it."""

    right: float
    bottom: float
    with_code: bool


def print_marked_labels(
    labels: Iterable[Marked | None],
    *,
    stock: LabelStock,
    start: int,
    out: BinaryIO,
    nudge: tuple[float, float] = (0.0, 0.0),
) -> PrintedLabels:
    """Draw labels with their marks along the rows from place `start` on; None leaves a place free.

    Raises StartNotOnSheet, NothingToPrint, LabelsDoNotFit; then nothing is written."""
    if not 1 <= start <= stock.per_sheet:
        raise StartNotOnSheet(start, stock)
    with Typesetter(page_mm=stock.page, title=f"Labels {stock.name}") as typesetter:
        sheets = _Sheets(stock, start, typesetter, nudge)
        misfits = [misfit for row, label in enumerate(labels, 1) if (misfit := sheets.add(row, label))]
        if misfits:
            raise LabelsDoNotFit(misfits)
        if not sheets.count:
            raise NothingToPrint
        typesetter.write(out)
    return PrintedLabels(count=sheets.count, sheets=-(-sheets.place // stock.per_sheet))


def draw_code(typesetter: Typesetter, code: str, left: float, top: float) -> None:
    """The QR code, its upper left corner there, in points."""
    for row, first, length in _runs(code):
        typesetter.fill(left + first * MODULE, top + row * MODULE, length * MODULE, MODULE)


def code_size(code: str) -> float:
    """How wide the QR code is, in points, without the white around it."""
    return len(_matrix(code)) * MODULE


class _Sheets:
    """The sheets as they fill up."""

    def __init__(
        self, stock: LabelStock, start: int, typesetter: Typesetter, nudge: tuple[float, float]
    ) -> None:
        self.stock, self.typesetter, self.nudge = stock, typesetter, nudge
        self.inset = inset(stock.width), inset(stock.height)
        self.size = tuple(
            (length - 2 * free) * MM
            for length, free in zip((stock.width, stock.height), self.inset, strict=True)
        )
        self.place = start - 1
        self.count = 0
        self.page = -1

    def add(self, row: int, label: Marked | None) -> Misfit | None:
        """Draw the next label, or say why it cannot be drawn; None goes past a place."""
        if label is not None:
            set_ = self._set(label)
            if isinstance(set_, str):
                return Misfit(row, set_)
            self._draw(label.mark, *set_)
            self.count += 1
        self.place += 1
        return None

    def _set(self, label: Marked) -> tuple[Fitted, Room] | str:
        """The address in the first room in which it fits: beside the QR code, beside the words, or above them."""
        why = ""
        for room in self._rooms(label.mark):
            width, height = self.size[0] - room.right, self.size[1] - room.bottom
            box = Box(width=width, height=height, preferred_size=preferred_size(self.stock))
            fitted = fitted_or_why(label.lines, box, self.typesetter, f"a label of {self.stock.name}")
            if not isinstance(fitted, str):
                return fitted, room
            why = why or fitted
        return why

    def _rooms(self, mark: Mark) -> Iterator[Room]:
        words = SIZE * max(map(self.typesetter.width, (mark.sequence, mark.code)))
        code = code_size(mark.code)
        if code + QUIET + 2 * LEADING <= self.size[1]:
            yield Room(right=max(code, words) + QUIET, bottom=0, with_code=True)
        yield Room(right=words + QUIET, bottom=0, with_code=False)
        yield Room(right=0, bottom=LEADING, with_code=False)

    def _draw(self, mark: Mark, fitted: Fitted, room: Room) -> None:
        page, on_sheet = divmod(self.place, self.stock.per_sheet)
        if page != self.page:
            self.typesetter.add_page()
            self.page = page
        corner = zip(self.stock.corner(on_sheet), self.nudge, self.inset, strict=True)
        left, top = (sum(lengths) * MM for lengths in corner)
        self.typesetter.place(
            fitted.lines, x=left, y=top + fitted.baseline, size=fitted.size, leading=fitted.leading
        )
        self._mark(mark, room, left, top)

    def _mark(self, mark: Mark, room: Room, left: float, top: float) -> None:
        if room.bottom:
            line, y = f"{mark.sequence}  {mark.code}", top + self.size[1] - DESCENT
            self.typesetter.place([line], x=left, y=y, size=SIZE, leading=LEADING)
            return
        x, y = left + self.size[0] - room.right + QUIET, top + ASCENT
        if room.with_code:
            draw_code(self.typesetter, mark.code, x, top)
            y += code_size(mark.code) + QUIET
        self.typesetter.place([mark.sequence, mark.code], x=x, y=y, size=SIZE, leading=LEADING)


@lru_cache(maxsize=64)
def _matrix(code: str) -> tuple[bytes, ...]:
    return tuple(bytes(row) for row in segno.make(code, error="m", micro=False).matrix)


def _runs(code: str) -> Iterator[tuple[int, int, int]]:
    """Dark modules side by side: their row, the first one's column, how many."""
    for number, row in enumerate(_matrix(code)):
        column = 0
        while column < len(row):
            length = 1
            while column + length < len(row) and row[column + length] == row[column]:
                length += 1
            if row[column]:
                yield number, column, length
            column += length
