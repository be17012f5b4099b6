"""Fitting the lines of an address into a label: shrink, then wrap by rule, else say that they do not fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ngoapp.mailings.usps import ends_a_domestic_address, split_unit

SMALLEST = 7.0
STEP = 0.25
# Shares of the size: how far ink reaches above and below a line, and from one baseline to the next.
PLAIN_ASCENT, PLAIN_DESCENT = 1.0, 0.293
TALL_ASCENT, TALL_DESCENT = 1.25, 0.55
COMFORTABLE, TIGHT, TALL = 1.15, 0.97, 1.4

Measure = Callable[[str], float]


@dataclass(frozen=True)
class Box:
    """The room that text has, in points, and the size that it has when there is enough of it."""

    width: float
    height: float
    preferred_size: float
    centred: bool = True  # between top and bottom; otherwise from the top


@dataclass(frozen=True)
class Fitted:
    """Lines with the size, leading and first baseline (below the top of the box) at which they fit."""

    lines: tuple[str, ...]
    size: float
    leading: float
    baseline: float


def fit(lines: Sequence[str], box: Box, *, measure: Measure, tall: bool) -> Fitted | None:
    """The largest setting of the lines that fits, or None. Tall lines have marks far above and below."""
    widest = max(map(measure, lines))
    if widest * SMALLEST > box.width:
        broken = _broken(lines, box.width / SMALLEST, measure)
        return _set(broken, box, SMALLEST, tall=tall) if broken else None
    size = box.preferred_size if widest * box.preferred_size <= box.width else box.width / widest
    return _set(lines, box, size, tall=tall)


def _set(lines: Sequence[str], box: Box, size: float, *, tall: bool) -> Fitted | None:
    ascent, descent = (TALL_ASCENT, TALL_DESCENT) if tall else (PLAIN_ASCENT, PLAIN_DESCENT)
    between, ink = len(lines) - 1, ascent + descent
    leading = TALL if tall else COMFORTABLE
    size = min(size, box.height / (ink + between * leading))
    size = max(size // STEP * STEP, SMALLEST)
    if size * (ink + between * leading) > box.height:
        leading = (box.height / size - ink) / between if between else 0
        if leading < TIGHT:
            return None
    slack = box.height - size * (ink + between * leading) if box.centred else 0.0
    return Fitted(tuple(lines), size, size * leading, baseline=slack / 2 + size * ascent)


def _broken(lines: Sequence[str], width: float, measure: Measure) -> list[str] | None:
    domestic = ends_a_domestic_address(lines[-1].upper().replace(",", ""))
    broken: list[str] = []
    for line in lines:
        if measure(line) <= width:
            broken.append(line)
            continue
        # A unit that does not fit goes above its delivery line.
        parts = split_unit(line) if domestic and line != lines[-1] else None
        for part in parts or (line,):
            words = _at_spaces(part, width, measure)
            if words is None:
                return None
            broken += words
    return broken


def _at_spaces(line: str, width: float, measure: Measure) -> list[str] | None:
    wrapped: list[str] = []
    for word in line.split():
        if wrapped and measure(f"{wrapped[-1]} {word}") <= width:
            wrapped[-1] += f" {word}"
        elif measure(word) <= width:
            wrapped.append(word)
        else:
            return None
    return wrapped
