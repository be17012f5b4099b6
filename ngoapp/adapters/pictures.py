"""Pillow: pictures that people send us, made safe, and pictures that we draw.

It is imported at first use, since most processes never touch a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFont import FreeTypeFont

JPEG = "image/jpeg"
WIDEST = 1600  # pixels: twice what a page shows, for screens that have two for one
MOST_PIXELS = 50_000_000
QUALITY = 85
FINER = 2
Run = tuple[Path, str]


class NotAPicture(Exception):
    """What was sent is neither a JPEG nor a PNG that can be read, or is larger than any camera makes them."""


def cleaned(content: bytes) -> bytes:
    """The picture as a JPEG of moderate size that carries nothing but itself: not where or when it was taken.

    Raises NotAPicture."""
    from PIL import Image, ImageOps

    try:
        with _whole_ones_only(), Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as unread:
        raise NotAPicture from unread
    picture = Image.new("RGB", upright.size, "#ffffff")
    picture.paste(upright, mask=upright)
    picture.thumbnail((WIDEST, WIDEST))
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


@contextmanager
def _whole_ones_only() -> Iterator[None]:
    """WeasyPrint has Pillow read half a picture as if it were one; what is uploaded must be whole."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


class Canvas:
    """A picture in the making. Colours are written #rrggbb; text comes in runs of one font each.

    It is drawn twice as large as it is handed out, since Pillow leaves the edges of shapes in steps."""

    def __init__(self, width: int, height: int, colour: str) -> None:
        from PIL import Image, ImageDraw

        self._image: Picture = Image.new("RGB", (width * FINER, height * FINER), colour)
        self._draw = ImageDraw.Draw(self._image)

    def block(self, box: tuple[int, int, int, int], colour: str, *, radius: int = 0) -> None:
        """Fill a box (left, top, right, bottom), with round corners if there is a radius."""
        self._draw.rounded_rectangle([edge * FINER for edge in box], radius * FINER, fill=colour)

    def text(self, at: tuple[int, int], runs: Sequence[Run], size: int, colour: str) -> None:
        """Write a line; `at` is where its baseline begins."""
        across, baseline = float(at[0] * FINER), at[1] * FINER
        for path, words in runs:
            font = _font(path, size * FINER)
            self._draw.text((across, baseline), words, fill=colour, font=font, anchor="ls")
            across += font.getlength(words)

    def png(self) -> bytes:
        """The picture, finished."""
        out = BytesIO()
        self._image.reduce(FINER).save(out, "PNG", optimize=True)
        return out.getvalue()


def width_of(runs: Sequence[Run], size: int) -> float:
    """How wide a line comes out."""
    return sum(_font(path, size).getlength(words) for path, words in runs)


@lru_cache(maxsize=32)
def _font(path: Path, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(path), size)
