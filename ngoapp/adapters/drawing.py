"""fpdf2, with which labels are drawn.

It is imported at first use: with the font tools that it brings it takes a fifth of the time in which the app
starts, and most processes never draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.fonts import TTFFont


def new_drawing(width: float, height: float) -> FPDF:
    """An empty document whose pages have this size in points and are printed as large as they are."""
    from fpdf import FPDF
    from fpdf.prefs import ViewerPreferences

    pdf = FPDF(unit="pt", format=(width, height))
    # Printers that scale a page to fit move every label.
    pdf.viewer_preferences = ViewerPreferences(print_scaling="None")
    return pdf


def shaped_glyphs(font: TTFFont, text: str, *, leftward: bool) -> Sequence[dict[str, Any]]:
    """The glyphs of a text in one direction, by HarfBuzz, as fpdf2 describes them."""
    from fpdf.enums import TextDirection

    direction = TextDirection.RTL if leftward else TextDirection.LTR
    glyphs: Sequence[dict[str, Any]] = font.shape_text(
        text, 1, {"features": {}, "fragment_direction": direction}
    )
    return glyphs


def embedding_levels(line: str) -> Iterator[tuple[int, str]]:
    """Each character with its level in Unicode's bidirectional algorithm; odd levels read leftward."""
    from fpdf.bidi import BidiParagraph

    for letter in BidiParagraph(line, preserve_bn_chars=True).get_characters():
        yield letter.embedding_level, letter.character
