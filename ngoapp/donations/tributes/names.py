"""Names as they are compared: what donors spell differently and staff would call the same."""

import re
from difflib import SequenceMatcher

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import InstrumentedAttribute

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


def perhaps_alike(column: InstrumentedAttribute[str], key: str) -> ColumnElement[bool]:
    """SQL for keys that are worth comparing with this one, all that are `alike` among them: they share the first or
    the last word, and none is so much longer that it could not be as much the same."""
    first, last = key.split(" ", 1)[0], key.rsplit(" ", 1)[-1]
    longer = 2 / ALIKE - 1  # of two texts, what they share counts twice against both lengths
    return or_(
        column == key,
        and_(
            or_(
                column.in_({first, last}),
                column.startswith(f"{first} ", autoescape=True),
                column.endswith(f" {last}", autoescape=True),
            ),
            func.length(column).between(int(len(key) / longer), int(len(key) * longer) + 1),
        ),
    )
