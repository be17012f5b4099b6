"""The upper-case style that the United States Postal Service prefers on labels."""

import re
import unicodedata
from functools import cache

KEPT_PUNCTUATION = frozenset("-#/")
DROPPED_WITHOUT_SPACE = frozenset(
    ".'’‘`\"“”„«»·\N{HEBREW PUNCTUATION GERESH}\N{HEBREW PUNCTUATION GERSHAYIM}"
)
TURKISH = str.maketrans({"i": "İ", "ı": "I"})
# str.upper() turns Georgian into letters that are for headlines only.
GEORGIAN = {ord(letter.upper()): letter for letter in map(chr, range(0x10D0, 0x10FB))}
STOP_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_]{2})")
POINT_IN_A_NUMBER = re.compile(r"(?<=\d)\.(?=\d)")
# Private characters: a point to keep, and a place where punctuation was.
POINT, GAP = "\ue000", "\ue001"
AROUND_A_GAP = re.compile(f" *{GAP}[ {GAP}]*")


def capitals(text: str, country_code: str) -> str:
    """The line in capitals and without punctuation except hyphen, number sign and slash."""
    marked = POINT_IN_A_NUMBER.sub(POINT, STOP_BETWEEN_WORDS.sub(GAP, text.replace("&", f"{GAP}and{GAP}")))
    plain = AROUND_A_GAP.sub(" ", "".join(map(_plain, marked))).replace(POINT, ".").strip()
    if country_code in {"TR", "AZ"}:
        plain = plain.translate(TURKISH)
    return plain.upper().translate(GEORGIAN)


@cache
def _plain(letter: str) -> str:
    if letter in DROPPED_WITHOUT_SPACE:
        return ""
    category = unicodedata.category(letter)
    if category == "Pd":
        return "-"
    return GAP if category[0] == "P" and letter not in KEPT_PUNCTUATION else letter
