"""The fonts that paper is set in, and which of them has a character."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from ngoapp.core.paths import static_folder

# Chinese, Japanese and Korean are too large to bundle: the package of Debian, then that of Fedora.
CJK_FILES = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
)
OTHER_SCRIPTS = ("Arabic", "Hebrew", "Devanagari", "Thai", "Armenian", "Georgian")

# Letters that need no shaping, so that a line of them is set glyph after glyph; none rises above its line.
PLAIN_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x370, 0x52F),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x20A0, 0x20BF),
)
NOT_PLAIN_CATEGORIES = frozenset({"Mn", "Me", "Mc", "Cf"})


@dataclass(frozen=True)
class PaperFont:
    """A font file under the name that a document knows it by."""

    name: str
    path: Path


def text_font() -> PaperFont:
    """Noto Sans: Latin, Greek and Cyrillic."""
    return _bundled("NotoSans")


def fallback_fonts() -> list[PaperFont]:
    """What else is at hand, in the order in which it is asked for a character."""
    scripts = [_bundled(f"NotoSans{script}") for script in OTHER_SCRIPTS]
    cjk = [PaperFont("NotoSansCJK", Path(file)) for file in CJK_FILES if Path(file).exists()]
    return [*scripts, _bundled("NotoEmoji"), *cjk[:1]]


@lru_cache(maxsize=4096)
def fallback_font(letter: str) -> PaperFont | None:
    """The first font that has a character which Noto Sans lacks; None where it has it, or none does."""
    if ord(letter) in characters(text_font()):
        return None
    return next((font for font in fallback_fonts() if ord(letter) in characters(font)), None)


def has_character(letter: str) -> bool:
    """Whether any font at hand has the character."""
    return ord(letter) in characters(text_font()) or fallback_font(letter) is not None


@cache
def characters(font: PaperFont) -> frozenset[int]:
    """The code points that a font has."""
    with TTFont(font.path, fontNumber=0, lazy=True) as file:
        return frozenset(file.getBestCmap())


@cache
def plain_letters() -> frozenset[str]:
    """The characters of Noto Sans that can be set one after the other, without shaping."""
    ours = characters(text_font())
    letters = (chr(code) for first, last in PLAIN_RANGES for code in range(first, last + 1) if code in ours)
    return frozenset(letter for letter in letters if unicodedata.category(letter) not in NOT_PLAIN_CATEGORIES)


def _bundled(name: str) -> PaperFont:
    return PaperFont(name, static_folder() / "fonts" / "paper" / f"{name}-Regular.ttf")
