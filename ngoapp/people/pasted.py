"""An address that was pasted, or typed as somebody says it, in one piece: split into its parts by rule.

Nothing is lost: what cannot be told apart stays a line of the street, for somebody to look at."""

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from ngoapp.people.addresses import PostalAddress, tidy
from ngoapp.people.countries import country_names, without_accents
from ngoapp.people.towns import TOWNS, Town, country_by_postal_code

LANGUAGES = ("en", "de", "es", "fr")
OTHER_NAMES = {
    "usa": "US",
    "us": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "united states of america": "US",
    "america": "US",
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "mexique": "MX",
}
EMAIL = re.compile(r"(?:e-?mail\W*)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
PHONE = re.compile(r"(?:(?:tel|phone|ph|cell|mobile)\b[^\d+(]*)?([+(]?\d[\d ().\-/]{7,}\d)", re.IGNORECASE)
STREET = re.compile(
    r"\d|\b(?:p\.? ?o\.? ?box|general delivery|rr|rural route|apartado|postfach|street|road|lane|ave|avenue|calle)\b",
    re.IGNORECASE,
)
UNIT = r"(?:apt|apartment|unit|ste|suite|rm|room|fl|app)\b|#"
CARE_OF = re.compile(r"(?:c/o|care of|attn|att)\b", re.IGNORECASE)
DIGITS_OF_A_PHONE = range(9, 16)


@dataclass(frozen=True)
class Pasted:
    """What a pasted address says: its parts, and an e-mail address and a telephone number that stood among them."""

    address: PostalAddress
    email: str = ""
    phone: str = ""


def split_address(text: str, *, home: str = "US", name: str = "") -> Pasted:
    """Split `text`. `home` is the country where it names none; `name` is known already, and is not looked for."""
    pieces, email, phone = _contacts(_pieces(text))
    pieces, country = _country(pieces)
    if not country:
        country = country_by_postal_code(pieces, home)
    town = TOWNS.get(country, _no_town)(pieces)
    found_name, company, street = _addressee(town.before, name)
    typed = PostalAddress(
        name=found_name,
        company_name=company,
        street_address="\n".join(street),
        city=town.city,
        city_area=town.city_area,
        country_area=town.country_area,
        postal_code=town.postal_code,
        country_code=country,
    )
    return Pasted(tidy(typed), email=email, phone=phone)


def _pieces(text: str) -> list[str]:
    """The lines; of a single one what stands between its commas and semicolons."""
    lines = [" ".join(line.split()).strip(" ,;") for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) == 1:
        lines = [part.strip() for part in re.split(r"[,;]", lines[0]) if part.strip()]
        lines = re.sub(rf"\n({UNIT})", r" \1", "\n".join(lines), flags=re.IGNORECASE).splitlines()
    return lines


def _contacts(pieces: list[str]) -> tuple[list[str], str, str]:
    """The pieces without an e-mail address and a telephone number that stand alone, and those two."""
    rest, email, phone = [], "", ""
    for piece in pieces:
        mail, call = EMAIL.fullmatch(piece), PHONE.fullmatch(piece)
        if mail and not email:
            email = mail[1]
        elif call and not phone and sum(c.isdigit() for c in call[1]) in DIGITS_OF_A_PHONE:
            phone = call[1]
        else:
            rest.append(piece)
    return rest, email, phone


def _country(pieces: list[str]) -> tuple[list[str], str]:
    """The pieces without a country's name at their end, and its code."""
    if not pieces:
        return pieces, ""
    code = _names().get(_folded(pieces[-1]), "")
    if code and len(pieces) > 1:
        return pieces[:-1], code
    head, _, tail = pieces[-1].rpartition(",")
    code = _names().get(_folded(tail), "")
    return ([*pieces[:-1], head], code) if head and code else (pieces, "")


@cache
def _names() -> dict[str, str]:
    names = {
        without_accents(str(name)): code
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if code in country_names()
    }
    # An American state and a country share a name; within an address it is the state.
    names.pop("georgia", None)
    return (
        names
        | {without_accents(name): code for code, name in country_names().items() if code != "GE"}
        | OTHER_NAMES
    )


def _folded(text: str) -> str:
    return without_accents(text.strip())


def _addressee(pieces: list[str], known: str) -> tuple[str, str, list[str]]:
    """Who stands above the street: a name, an organization, and the street's own lines."""
    first = next((n for n, piece in enumerate(pieces) if STREET.search(piece)), 0)
    above, street = pieces[:first], pieces[first:]
    names = [piece for piece in above if not CARE_OF.match(piece)]
    street = [piece for piece in above if CARE_OF.match(piece)] + street
    if known:
        names = [piece for piece in names if _folded(piece) != _folded(known)]
        return "", ", ".join(names), street
    return (names[0] if names else ""), ", ".join(names[1:]), street


def _no_town(pieces: list[str]) -> Town:
    """A country whose towns we have no rule for: every line is a line of the street, and staff see to it."""
    return Town(before=pieces)
