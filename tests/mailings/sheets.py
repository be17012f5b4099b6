"""Reading a sheet of labels back: where each piece of text lies, in millimetres from the top left corner."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTComponent

MM = 72 / 25.4


@dataclass(frozen=True)
class Ink:
    """A character on a page (from 0): its box goes from the font's descent to one size above."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


def ink(pdf: bytes) -> list[Ink]:
    """Every visible character of the document."""
    found = []
    for number, page in enumerate(extract_pages(io.BytesIO(pdf))):
        for char in _characters(page):
            if char.get_text().strip():
                x0, y0, x1, y1 = (value / MM for value in char.bbox)
                height = page.height / MM
                found.append(Ink(number, char.get_text(), x0, height - y1, x1, height - y0, char.size))
    return found


def _characters(item: LTComponent) -> Iterator[LTChar]:
    if isinstance(item, LTChar):
        yield item
    elif hasattr(item, "__iter__"):
        for part in item:
            yield from _characters(part)


WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')


def words(pdf: bytes) -> list[Ink]:
    """Every word of the document, as Poppler sees it: quicker than `ink`, and a second opinion."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    found = []
    for number, page in enumerate(told.decode().split("<page ")[1:]):
        for *corners, text in WORD.findall(page):
            left, top, right, bottom = (float(corner) / MM for corner in corners)
            found.append(Ink(number, text, left, top, right, bottom, size=(bottom - top) * MM))
    return found
