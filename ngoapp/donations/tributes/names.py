"""Names as they are compared: what donors spell differently and staff would call the same."""

import re
from difflib import SequenceMatcher

from ngoapp.people.countries import without_accents

TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof", "rev", "md", "phd", "the", "late", "my", "our"})
ALIKE = 0.82
NOT_IN_WORDS = re.compile(r"[^\w' -]+")


def name_key(name: str) -> str:
    """The name without case, accents, stops and titles: “The late Dr. Ann Miller” is `ann miller`."""
    plain = NOT_IN_WORDS.sub(" ", without_accents(name)).split()
    return " ".join(word for word in plain if word not in TITLES) or " ".join(plain)


def alike(one: str, other: str) -> bool:
    """Whether two keys may well be one person's name, misspelled; “ann miller” and “anne miler”, not “ann muller”."""
    if one == other:
        return True
    if one.split()[-1:] != other.split()[-1:] and one.split()[:1] != other.split()[:1]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE
