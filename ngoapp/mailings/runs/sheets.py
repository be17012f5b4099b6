"""Which labels of a run are on which of its sheets: the first may begin in the middle, the others are whole."""

import re
from collections.abc import Collection

from ngoapp.core.errors import Refused

RANGE = re.compile(r"([0-9]{1,5})(?:[-–]([0-9]{1,5}))?", re.ASCII)


class NoSuchSheet(Refused):
    """Sheets that the run has not, or that cannot be read."""

    def __init__(self, last: int) -> None:
        these = "This run has one sheet." if last == 1 else f"This run has sheets 1 to {last}."
        super().__init__(f"{these} Write them such as 3 or 3-4 or 2, 5.", field="sheets")


def sheet_count(count: int, *, start: int, size: int) -> int:
    """On how many sheets of `size` labels so many labels are, from place `start` on."""
    return -(-(start - 1 + count) // size)


def sheets_named(written: str, last: int) -> set[int]:
    """The sheets in “3-4”, “2, 5”; none for no text. Raises NoSuchSheet."""
    numbers: set[int] = set()
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", written.strip())):
        match = RANGE.fullmatch(part)
        if part and (match is None or not 1 <= int(match[1]) <= int(match[2] or match[1]) <= last):
            raise NoSuchSheet(last)
        if match:
            numbers |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return numbers


def on_sheets(sheets: Collection[int], count: int, *, start: int, size: int) -> list[range]:
    """The positions (from 1) of the labels on these sheets, a range for each, in their order."""
    found = []
    for sheet in sorted(sheets):
        first = max(1, (sheet - 1) * size - start + 2)
        found.append(range(first, min(count, sheet * size - start + 1) + 1))
    return found
