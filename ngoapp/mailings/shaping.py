"""Lines that need more than one glyph after the other: other scripts, marks above letters, right to left."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, cast

from ngoapp.adapters.drawing import embedding_levels, shaped_glyphs
from ngoapp.mailings.paper_fonts import PaperFont, characters, fallback_font, text_font

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.fonts import TTFFont


@dataclass(frozen=True)
class ShapedPart:
    """Glyphs of one font on one height: a PDF array of codes and moves in thousandths of the size."""

    font_name: str
    rise: float
    array: str


@dataclass(frozen=True)
class ShapedLine:
    """A line ready to be drawn at any size; its width is a multiple of the size."""

    width: float
    parts: tuple[ShapedPart, ...]

    def operators(self, size: float) -> str:
        """The operators that draw the line where the pen is."""
        shown = [
            f"{part.font_name} {size:g} Tf {part.rise * size / 1000:.2f} Ts [{part.array}] TJ"
            for part in self.parts
        ]
        return " ".join([*shown, "0 Ts"])


class Shaper:
    """Shapes lines for one document, adding to it the fonts that they need."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self._widths: dict[tuple[int, int], int] = {}
        self.shape = lru_cache(maxsize=64)(self._shape)

    def _shape(self, line: str) -> ShapedLine:
        parts: list[ShapedPart] = []
        width = 0.0
        for text, is_right_to_left in _visual_runs(line):
            runs = _font_runs(text)
            for font, letters in reversed(runs) if is_right_to_left else runs:
                advance, shaped = self._shape_run(self._added(font), letters, is_right_to_left)
                width += advance
                parts += shaped
        return ShapedLine(width / 1000, tuple(parts))

    def _shape_run(self, font: TTFFont, text: str, is_right_to_left: bool) -> tuple[float, list[ShapedPart]]:
        glyphs = shaped_glyphs(font, text, leftward=is_right_to_left)
        advance, parts = 0.0, []
        for rise, level in groupby(glyphs, key=lambda glyph: glyph["y_offset"] * font.scale):
            array = ""
            for glyph in level:
                code = glyph["mapped_char"]
                before, after = glyph["x_offset"] * font.scale, glyph["x_advance"] * font.scale
                rest = before + self._width(font, code) - after
                array += f"{_move(-before)}<{code:04x}>{_move(rest)}"
                advance += after
            parts.append(ShapedPart(f"/F{font.i}", rise, array))
        return advance, parts

    def _width(self, font: TTFFont, code: int) -> int:
        if (font.i, code) not in self._widths:
            self._widths |= {
                (font.i, known): glyph.glyph_width for glyph, known in font.subset.items() if glyph
            }
        return self._widths[font.i, code]

    def _added(self, font: PaperFont) -> TTFFont:
        key = font.name.lower()
        if key not in self._pdf.fonts:
            self._pdf.add_font(font.name, fname=font.path)
        return cast("TTFFont", self._pdf.fonts[key])


def _move(thousandths: float) -> str:
    return f"{thousandths:.1f}" if abs(thousandths) >= 0.05 else ""


def _font_runs(text: str) -> list[tuple[PaperFont, str]]:
    """The text in pieces of one font. A mark or sign of no script stays with what stands before it."""
    runs: list[tuple[PaperFont, str]] = []
    for letter in text:
        font = fallback_font(letter) or text_font()
        if runs:
            before, piece = runs[-1]
            stays = not (letter.isalpha() or letter.isascii()) and ord(letter) in characters(before)
            if stays or font == before:
                runs[-1] = before, piece + letter
                continue
        runs.append((font, letter))
    return runs


def _visual_runs(line: str) -> list[tuple[str, bool]]:
    """The line's runs of one direction from left to right, each in reading order, and whether it reads leftward."""
    if not any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in line):
        return [(line, False)]
    levels = groupby(embedding_levels(line), key=lambda it: it[0])
    runs = [(level, "".join(letter for _, letter in run)) for level, run in levels]
    return [(text, level % 2 == 1) for level, text in _reordered(runs)]


def _reordered(runs: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The runs as they stand on paper: rule L2 of Unicode's bidirectional algorithm, on whole runs."""
    ordered = list(runs)
    for level in range(max(level for level, _ in runs), 0, -1):
        groups = [(high, list(group)) for high, group in groupby(ordered, key=lambda run: run[0] >= level)]
        ordered = [run for high, group in groups for run in (reversed(group) if high else group)]
    return ordered
