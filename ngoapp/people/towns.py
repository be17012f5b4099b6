"""The line with the town, as six countries write it: found from the end of an address, whatever is missing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ngoapp.people.country_rules import country_rules

CANADIAN = r"[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d"
BRITISH = r"(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})"
ZIP = r"\d{5}(?:[ -]?\d{4})?"
STREET_TYPE = re.compile(
    r"^(.*\d.*\b(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|ct|court|blvd|boulevard|way|pl|place|cir|circle|pkwy"
    r"|parkway|ter|terrace|trl|trail|hwy|highway)\b\.?(?: [NSEW]{1,2}\b\.?)?"
    r"(?:,? ?(?:apt|apartment|unit|ste|suite|#|no)\.? ?#?[\w-]+)?),? +(\D+)$",
    re.IGNORECASE,
)
MEXICAN_STATES = {
    "cdmx": "Ciudad de México",
    "d.f.": "Ciudad de México",
    "df": "Ciudad de México",
    "n.l.": "Nuevo León",
    "nl": "Nuevo León",
    "jal": "Jalisco",
    "pue": "Puebla",
    "q.roo": "Quintana Roo",
    "q. roo": "Quintana Roo",
    "edo. mex": "Estado de México",
    "edo. de mex": "Estado de México",
    "b.c": "Baja California",
    "s.l.p": "San Luis Potosí",
}


@dataclass(frozen=True)
class Town:
    """The town's line in its parts; `before` is what stands above it."""

    before: list[str]
    city: str = ""
    city_area: str = ""
    country_area: str = ""
    postal_code: str = ""


def country_by_postal_code(pieces: Sequence[str], home: str) -> str:
    """The country that a postal code gives away; else `home`."""
    end = " ".join(pieces[-2:]).upper()
    if re.search(rf"\b{CANADIAN}$", end):
        return "CA"
    if re.search(rf"\b{BRITISH}$", end):
        return "GB"
    if pieces and (prefix := re.match(r"(D|F)-\d{5} ", pieces[-1].upper())):
        return {"D": "DE", "F": "FR"}[prefix[1]]
    if re.search(r"\bC\.? ?P\.? ?\d{5}\b", end):
        return "MX"
    return home


def american(pieces: list[str]) -> Town:
    """City, state and ZIP code."""
    return _with_area(pieces, ZIP, "US")


def canadian(pieces: list[str]) -> Town:
    """City, province and postal code."""
    return _with_area(pieces, CANADIAN, "CA")


def british(pieces: list[str]) -> Town:
    """A postcode at the end, the post town above it; a county goes with its town."""
    rest, code = _code_at_the_end(pieces, BRITISH)
    if len(rest) > 1 and re.search(r"\d", rest[-1]):
        return Town(before=rest, postal_code=code)
    above, town = rest[:-1], rest[-1:]
    if above[1:] and COUNTY.fullmatch(town[0]):
        above, town = above[:-1], [above[-1], *town]
    return Town(before=above, city=", ".join(town), postal_code=code)


def german_or_french(pieces: list[str]) -> Town:
    """The postal code before the town."""
    match = re.fullmatch(r"(?:[DF][ -]+)?(\d{5})[ ,]+(.+)", pieces[-1], re.IGNORECASE) if pieces else None
    if not match:
        return Town(before=pieces)
    return Town(before=pieces[:-1], postal_code=match[1], city=match[2])


def mexican(pieces: list[str]) -> Town:
    """The neighborhood on its own line, then postal code, city and state."""
    rest = [part.strip() for piece in pieces for part in _before_commas(piece)]
    at = next(
        (n for n, piece in enumerate(rest) if re.match(r"(?:C\.? ?P\.? ?)?\d{5}\b", piece, re.IGNORECASE)), -1
    )
    if at < 0:
        return Town(before=pieces)
    match = re.fullmatch(r"(?:C\.? ?P\.? ?)?(\d{5}) ?(.*)", rest[at], re.IGNORECASE)
    tail = [piece for piece in (match[2] if match else "", *rest[at + 1 :]) if piece]
    area = _mexican_state(tail[-1]) if len(tail) > 1 else ""
    if area:
        tail = tail[:-1]
    above = rest[:at]
    near = [piece for piece in above if re.match(r"(?:col\.?|colonia|fracc\.?) ", piece, re.IGNORECASE)]
    return Town(
        before=[piece for piece in above if piece not in near],
        city=", ".join(tail),
        city_area=", ".join(near),
        country_area=area,
        postal_code=match[1] if match else "",
    )


def _with_area(pieces: list[str], code: str, country: str) -> Town:
    rest, postal_code = _code_at_the_end(pieces, code)
    rest, area = _area_at_the_end(rest, country)
    if not (postal_code or area):
        return Town(before=pieces)
    if not rest:
        return Town(before=[], country_area=area, postal_code=postal_code)
    town = _town_of_one_line(rest[-1]) if len(rest) == 1 else Town(before=rest[:-1], city=rest[-1])
    above, comma, city = town.city.rpartition(", ")
    if comma:  # a whole street and its town in one line
        town = Town(before=[*town.before, above], city=city)
    return replace(town, country_area=area, postal_code=postal_code)


def _town_of_one_line(line: str) -> Town:
    """A street and a town that no comma parts: after the street's own word, if it has one."""
    match = STREET_TYPE.match(line)
    if match:
        return Town(before=[match[1]], city=match[2])
    return Town(before=[line]) if re.search(r"\d", line) else Town(before=[], city=line)


def _code_at_the_end(pieces: list[str], code: str) -> tuple[list[str], str]:
    match = re.search(rf"(?:^|[ ,])({code})$", pieces[-1], re.IGNORECASE) if pieces else None
    if not match:
        return pieces, ""
    left = pieces[-1][: match.start()].strip(" ,")
    return [*pieces[:-1], *([left] if left else [])], match[1].upper()


def _area_at_the_end(pieces: list[str], country: str) -> tuple[list[str], str]:
    """A state or province, as a code or a name of up to three words, at the end of the last piece."""
    words = pieces[-1].split() if pieces else []
    for count in (3, 2, 1):
        tail = " ".join(words[-count:]).strip(" .,()")
        known = country_rules(country).area_code(tail.replace(".", "")) if len(words) >= count else None
        if known:
            left = " ".join(words[:-count]).strip(" ,(")
            return [*pieces[:-1], *([left] if left else [])], country_rules(country).area_value(known)
    return pieces, ""


def _before_commas(piece: str) -> list[str]:
    return [part for part in piece.split(",") if part.strip()]


def _mexican_state(text: str) -> str:
    known = MEXICAN_STATES.get(text.casefold().rstrip("."), MEXICAN_STATES.get(text.casefold(), text))
    rules = country_rules("MX")
    return rules.area_value(known) if rules.area_code(known) else ""


COUNTY = re.compile(
    r"\w+shire|(?:east |west )?(?:sussex|yorkshire)|kent|surrey|essex|devon|cornwall|dorset|norfolk|suffolk|cumbria"
    r"|somerset|durham|county durham|northumberland|rutland|merseyside|middlesex|co\.? \w+|county \w+",
    re.IGNORECASE,
)
TOWNS: dict[str, Callable[[list[str]], Town]] = {
    "US": american,
    "CA": canadian,
    "GB": british,
    "DE": german_or_french,
    "FR": german_or_french,
    "MX": mexican,
}
