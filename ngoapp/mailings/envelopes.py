"""Envelopes as a PDF: the sender above on the left, the address where machines read it, clear of the barcode."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import BinaryIO

from ngoapp.core.errors import Refused
from ngoapp.mailings.fit import Box, Fitted
from ngoapp.mailings.labels import LabelsDoNotFit, Misfit, NothingToPrint, PrintedLabels, fitted_or_why
from ngoapp.mailings.marks import ASCENT, LEADING, QUIET, SIZE, Mark, code_size, draw_code
from ngoapp.mailings.stock import TOLERANCE, UnknownStock, stock_data
from ngoapp.mailings.typesetting import MM, Typesetter

# Millimetres. Half an inch at either side of the area that machines read, and five eighths at the bottom for the
# barcode (DMM 202.2.1, Publication 28 A1).
SIDE_CLEAR, BOTTOM_CLEAR = 12.7, 15.875
# An endorsement stands below the return address: 8 points or more, a quarter inch free around it (DMM 507.1.5.3).
ENDORSEMENT_SIZE, ENDORSEMENT_GAP = 8.0, 6.35
ADDRESS_SIZE, RETURN_SIZE = 12.0, 9.0
# A mark stands below on the left: below what machines read, and left of the barcode.
MARK_BOTTOM = 5.0
LONGEST_SIDE, SHORTEST_SIDE = 420.0, 80.0


class EnvelopeDoesNotFit(Refused):
    """Measurements by which an address would leave its envelope, or stand on its barcode."""

    def __init__(self, name: str) -> None:
        super().__init__(f"On an envelope “{name}” there is no room where the address should stand.")


@dataclass(frozen=True)
class Envelope:
    """An envelope, flap at the top. Millimetres from the top left corner."""

    name: str
    width: float
    height: float
    left: float
    top: float
    return_left: float
    return_top: float
    return_width: float

    def __post_init__(self) -> None:
        fits = SHORTEST_SIDE <= self.height <= self.width <= LONGEST_SIDE
        inside = min(self.left, self.top, self.return_left, self.return_top) > 0
        apart = self.return_left + self.return_width <= self.width - self.return_left + TOLERANCE
        if not (fits and inside and apart) or min(self.address_size) < ADDRESS_SIZE:
            raise EnvelopeDoesNotFit(self.name)

    @property
    def address_size(self) -> tuple[float, float]:
        """Width and height of the room for the address."""
        return self.width - SIDE_CLEAR - self.left, self.height - BOTTOM_CLEAR - self.top

    @property
    def return_height(self) -> float:
        """How far down sender and endorsement may reach: to the level where the address begins."""
        return self.top - self.return_top - ENDORSEMENT_GAP / 2


@dataclass(frozen=True)
class Sender:
    """Who sends it: the lines of the return address, and what the post does with what it cannot deliver."""

    lines: Sequence[str]
    endorsement: str = ""


def envelope_names() -> list[str]:
    """The envelopes that we have measurements for."""
    return list(stock_data()["envelopes"])


@cache
def find_envelope(name: str) -> Envelope:
    """The envelope of that name, such as “#10”. Raises UnknownStock."""
    try:
        return Envelope(name=name, **stock_data()["envelopes"][name])
    except KeyError:
        raise UnknownStock(name) from None


def print_envelopes(
    addresses: Iterable[Sequence[str]],
    *,
    envelope: Envelope,
    sender: Sender,
    out: BinaryIO,
    nudge: tuple[float, float] = (0.0, 0.0),
    marks: Sequence[Mark] = (),
) -> PrintedLabels:
    """Draw one envelope a page, each with its mark where there are `marks`; `nudge` moves everything by so many
    millimetres, rightwards and down.

    Raises NothingToPrint and LabelsDoNotFit; then nothing is written."""
    size = (envelope.width, envelope.height)
    with Typesetter(page_mm=size, title=f"Envelopes {envelope.name}") as typesetter:
        pages = _Pages(envelope, sender, typesetter, nudge)
        each = zip_longest(addresses, marks)
        misfits = [misfit for row, one in enumerate(each, 1) if (misfit := pages.add(row, *one))]
        if misfits:
            raise LabelsDoNotFit(misfits)
        if not pages.count:
            raise NothingToPrint
        typesetter.write(out)
    return PrintedLabels(count=pages.count, sheets=pages.count)


class _Pages:
    """The envelopes, one after the other."""

    def __init__(
        self, envelope: Envelope, sender: Sender, typesetter: Typesetter, nudge: tuple[float, float]
    ) -> None:
        self.envelope, self.typesetter, self.nudge = envelope, typesetter, nudge
        self.endorsement = sender.endorsement
        self.sender = sender.lines
        width, height = envelope.address_size
        self.room = Box(width=width * MM, height=height * MM, preferred_size=ADDRESS_SIZE, centred=False)
        below = (ENDORSEMENT_GAP + ENDORSEMENT_SIZE / MM) if sender.endorsement else 0.0
        self.return_room = Box(
            width=envelope.return_width * MM,
            height=(envelope.return_height - below) * MM,
            preferred_size=RETURN_SIZE,
            centred=False,
        )
        self.count = 0

    def add(self, row: int, lines: Sequence[str], mark: Mark | None) -> Misfit | None:
        """Draw the next envelope, or say why it cannot be drawn."""
        where = f"an envelope {self.envelope.name}"
        address = fitted_or_why(lines, self.room, self.typesetter, where)
        if isinstance(address, str):
            return Misfit(row, address)
        sender = self._sender(where)
        if isinstance(sender, str):
            return Misfit(row, sender)
        self.typesetter.add_page()
        self._place(address, self.envelope.left, self.envelope.top)
        if sender:
            self._place(sender, self.envelope.return_left, self.envelope.return_top)
            self._endorse(self.envelope.return_top + _depth(sender))
        if mark:
            self._mark(mark)
        self.count += 1
        return None

    def _sender(self, where: str) -> Fitted | str | None:
        if not self.sender:
            return None
        return fitted_or_why(
            self.sender, self.return_room, self.typesetter, f"the sender’s corner of {where}"
        )

    def _place(self, fitted: Fitted, left: float, top: float) -> None:
        right, down = self.nudge
        x, y = (left + right) * MM, (top + down) * MM + fitted.baseline
        self.typesetter.place(fitted.lines, x=x, y=y, size=fitted.size, leading=fitted.leading)

    def _mark(self, mark: Mark) -> None:
        right, down = self.nudge
        size = code_size(mark.code)
        left = (self.envelope.return_left + right) * MM
        top = (self.envelope.height - MARK_BOTTOM + down) * MM - size
        draw_code(self.typesetter, mark.code, left, top)
        words, x = [mark.sequence, mark.code], left + size + QUIET
        self.typesetter.place(words, x=x, y=top + ASCENT, size=SIZE, leading=LEADING)

    def _endorse(self, end: float) -> None:
        """Below the sender, if anything is to be done with what cannot be delivered."""
        right, down = self.nudge
        if self.endorsement:
            y = (end + ENDORSEMENT_GAP + down) * MM + ENDORSEMENT_SIZE
            x = (self.envelope.return_left + right) * MM
            size = ENDORSEMENT_SIZE
            self.typesetter.place([self.endorsement], x=x, y=y, size=size, leading=size)


def _depth(fitted: Fitted) -> float:
    """How far down the last baseline stands, in millimetres."""
    return (fitted.baseline + fitted.leading * (len(fitted.lines) - 1)) / MM
