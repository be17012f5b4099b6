"""A test print on plain paper: where each label should lie, with a ruler to measure how far a printer is off."""

import io
from typing import TYPE_CHECKING

from ngoapp.adapters.drawing import new_drawing
from ngoapp.mailings.paper_fonts import text_font
from ngoapp.mailings.stock import LabelStock
from ngoapp.mailings.typesetting import CREATED_AT, MM

if TYPE_CHECKING:
    from fpdf import FPDF

THIN = 0.3  # points
RULER, SHORT_TICK, LONG_TICK = 10, 2.0, 3.5  # millimetres to either side, and how long a tick is
NUMBER_SIZE = 7
HOW = (
    "Print this at 100 % and hold it against the light with a sheet of labels behind it.",
    "How far must the lines move to meet the labels? A tick is one millimetre.",
)


def grid(stock: LabelStock, nudge: tuple[float, float] = (0.0, 0.0)) -> bytes:
    """The outlines of a sheet as a PDF, moved by `nudge` (millimetres rightwards and down)."""
    pdf = new_drawing(stock.page[0] * MM, stock.page[1] * MM)
    pdf.set_creation_date(CREATED_AT)
    pdf.set_title(f"Test print {stock.name}")
    pdf.add_font("NotoSans", fname=text_font().path)
    pdf.set_font("NotoSans", size=NUMBER_SIZE)
    pdf.set_line_width(THIN)
    pdf.add_page()
    for place in range(stock.per_sheet):
        left, top = (sum(pair) for pair in zip(stock.corner(place), nudge, strict=True))
        pdf.rect(left * MM, top * MM, stock.width * MM, stock.height * MM)
        pdf.text((left + 1.5) * MM, (top + 3.5) * MM, str(place + 1))
    _rulers(pdf, stock, nudge)
    out = io.BytesIO()
    pdf.output(out)
    return out.getvalue()


def _rulers(pdf: "FPDF", stock: LabelStock, nudge: tuple[float, float]) -> None:
    """In the first label: ticks from its left edge and from its upper one, and what to do with them."""
    left, top = (sum(pair) for pair in zip(stock.corner(0), nudge, strict=True))
    middle, across = top + stock.height / 2, left + stock.width / 2
    for step in range(1, RULER + 1):
        tick = LONG_TICK if step % 5 == 0 else SHORT_TICK
        if step < stock.width / 2:
            pdf.line((left + step) * MM, (middle - tick) * MM, (left + step) * MM, middle * MM)
        if step < stock.height / 2:
            pdf.line((across - tick) * MM, (top + step) * MM, across * MM, (top + step) * MM)
    for line, words in enumerate(HOW):
        pdf.text(left * MM, (stock.page[1] - 8 + 3.5 * line) * MM, words)
