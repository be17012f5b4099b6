"""Setting lines of text in a PDF: plain lines glyph after glyph, the others shaped and in their own direction."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from ngoapp.adapters.drawing import new_drawing
from ngoapp.mailings.paper_fonts import has_character, plain_letters, text_font
from ngoapp.mailings.shaping import Shaper

if TYPE_CHECKING:
    from fpdf.fonts import TTFFont

MM = 72 / 25.4
# The same labels are the same bytes, whenever they are printed.
CREATED_AT = datetime(2000, 1, 1, tzinfo=UTC)


class _Codes(dict[int, str]):
    """A table for str.translate: each character's code in the font's subset, given out when first drawn."""

    def __init__(self, pick: Callable[[int], int | None]) -> None:
        super().__init__()
        self._pick = pick

    def __missing__(self, code_point: int) -> str:
        code = self[code_point] = chr(self._pick(code_point) or 0)
        return code


class Typesetter:
    """A PDF of equal pages on which blocks of lines are placed, in points from the top left corner."""

    def __init__(self, *, page_mm: tuple[float, float], title: str) -> None:
        width, height = page_mm
        self._height = height * MM
        self._pdf = pdf = new_drawing(width * MM, self._height)
        pdf.set_creation_date(CREATED_AT)
        pdf.set_title(title)
        pdf.single_resources_object = True
        pdf.add_font("NotoSans", fname=text_font().path)
        font = cast("TTFFont", pdf.fonts["notosans"])
        self._plain = plain_letters()
        self._widths = {letter: font.cw[ord(letter)] / 1000 for letter in self._plain}
        self._codes = _Codes(font.subset.pick)
        self._font_name = f"/F{font.i}"
        self._shaper = Shaper(pdf)
        self._operators: list[str] = []
        self._shapes: list[str] = []
        self._set = (0.0, 0.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the font files, also when nothing was written."""
        for font in self._pdf.fonts.values():
            cast("TTFFont", font).close()

    def is_plain(self, line: str) -> bool:
        """Whether the line needs neither shaping nor a fallback font."""
        return self._plain.issuperset(line)

    def missing(self, line: str) -> list[str]:
        """The characters of the line that no font at hand has."""
        return [letter for letter in dict.fromkeys(line) if not has_character(letter)]

    def width(self, line: str) -> float:
        """How wide the line is, as a multiple of the font's size."""
        if self._plain.issuperset(line):
            return sum(map(self._widths.__getitem__, line))
        return self._shaper.shape(line).width

    def add_page(self) -> None:
        """Begin the next page."""
        self._end_page()
        self._pdf.add_page()

    def place(self, lines: Sequence[str], *, x: float, y: float, size: float, leading: float) -> None:
        """Draw the lines below each other on the current page, the first one's baseline at x and y."""
        if all(map(self._plain.issuperset, lines)):
            self._place_plain(lines, x, y, size, leading)
            return
        for index, line in enumerate(lines):
            self._place_shaped(line, x, y + index * leading, size)

    def fill(self, left: float, top: float, width: float, height: float) -> None:
        """Fill a rectangle in black."""
        self._shapes.append(f"{left:.2f} {self._height - top - height:.2f} {width:.2f} {height:.2f} re")

    def write(self, out: BinaryIO) -> None:
        """Finish the document and write it."""
        self._end_page()
        self._pdf.output(out)

    def _place_plain(self, lines: Sequence[str], x: float, y: float, size: float, leading: float) -> None:
        if self._set != (size, leading):
            self._operators.append(f"{self._font_name} {size:g} Tf {leading:.3f} TL")
            self._set = (size, leading)
        codes = self._codes
        shown = " Tj T* ".join([f"<{line.translate(codes).encode('utf-16-be').hex()}>" for line in lines])
        self._operators.append(f"1 0 0 1 {x:.2f} {self._height - y:.2f} Tm {shown} Tj")

    def _place_shaped(self, line: str, x: float, y: float, size: float) -> None:
        self._operators.append(
            f"1 0 0 1 {x:.2f} {self._height - y:.2f} Tm {self._shaper.shape(line).operators(size)}"
        )
        self._set = (0.0, 0.0)

    def _end_page(self) -> None:
        if self._operators:
            # FPDF has no call for a page's own operators; its pages are open to be added to.
            content = cast(bytearray, self._pdf.pages[self._pdf.page].contents)
            shapes = [*self._shapes, "f"] if self._shapes else []
            content += "\n".join([*shapes, "BT", *self._operators, "ET\n"]).encode("ascii")
        self._operators.clear()
        self._shapes.clear()
        self._set = (0.0, 0.0)
