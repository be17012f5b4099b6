"""A postal address as a value: kept as the person typed it, tidied, and looked over."""

import re
import unicodedata
from dataclasses import dataclass, fields

from ngoapp.people.countries import UnknownCountry, country_code, country_names, name_in_sentence
from ngoapp.people.country_rules import CountryRules, country_rules, postal_code_patterns

# A postal code typed in one piece, and how its country writes it.
SPACED_POSTAL_CODES = {
    **dict.fromkeys(
        ("US", "PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW", "UM"),
        (re.compile(r"(\d{5})[ -]*(\d{4})"), r"\1-\2"),
    ),
    **dict.fromkeys(
        ("GB", "GG", "IM", "JE"), (re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) *(\d[A-Z]{2})"), r"\1 \2")
    ),
    **dict.fromkeys(("CZ", "GR", "SE", "SK"), (re.compile(r"(\d{3})(\d{2})"), r"\1 \2")),
    "BR": (re.compile(r"(\d{5})(\d{3})"), r"\1-\2"),
    "CA": (re.compile(r"([A-Z]\d[A-Z])[ -]*(\d[A-Z]\d)"), r"\1 \2"),
    "IE": (re.compile(r"([A-Z]\d[\dW]) *([A-Z\d]{4})"), r"\1 \2"),
    "JP": (re.compile(r"(\d{3})(\d{4})"), r"\1-\2"),
    "NL": (re.compile(r"(\d{4}) *([A-Z]{2})"), r"\1 \2"),
    "PL": (re.compile(r"(\d{2})(\d{3})"), r"\1-\2"),
    "PT": (re.compile(r"(\d{4})(\d{3})"), r"\1-\2"),
}


@dataclass(frozen=True)
class PostalAddress:
    """Where post goes. Every part is text, "" when absent; a street address may have several lines."""

    name: str = ""
    company_name: str = ""
    street_address: str = ""
    city: str = ""
    country_area: str = ""
    postal_code: str = ""
    country_code: str = ""
    city_area: str = ""
    sorting_code: str = ""


@dataclass(frozen=True)
class Problem:
    """Something about one field of an address; what blocks makes the address useless, the rest is a hint."""

    field: str
    sentence: str
    blocking: bool


FIELD_NAMES = tuple(field.name for field in fields(PostalAddress))


def tidy(address: PostalAddress) -> PostalAddress:
    """The same address without stray spaces and with its postal code as its country writes it."""
    code = country_code(_one_line(address.country_code))
    values = {name: _one_line(getattr(address, name)) for name in FIELD_NAMES}
    street = (_one_line(line) for line in address.street_address.splitlines())
    values["street_address"] = "\n".join(line for line in street if line)
    values["postal_code"] = _postal_code(values["postal_code"], code)
    values["country_code"] = code
    return PostalAddress(**values)


def problems(address: PostalAddress) -> list[Problem]:
    """What is missing (blocking), then what merely looks wrong, of an address that was tidied."""
    if not address.country_code:
        return [Problem("country_code", "Enter the country.", blocking=True)]
    try:
        rules = country_rules(address.country_code)
    except UnknownCountry as unknown:
        return [Problem("country_code", unknown.sentence, blocking=True)]
    return [*_missing(address, rules), *_doubtful(address, rules)]


def _missing(address: PostalAddress, rules: CountryRules) -> list[Problem]:
    found = []
    if not (address.name or address.company_name):
        found.append(Problem("name", "Enter a name or an organization.", blocking=True))
    for field in rules.fields:
        if field.required and not getattr(address, field.name):
            found.append(Problem(field.name, f"Enter the {in_sentence(field.label)}.", blocking=True))
    return found


def _doubtful(address: PostalAddress, rules: CountryRules) -> list[Problem]:
    found = []
    area = rules.by_name.get("country_area")
    if area and area.choices and address.country_area and not rules.area_code(address.country_area):
        known = f"{in_sentence(area.label)} that we know in {name_in_sentence(rules.name)}"
        sentence = f"“{address.country_area}” is no {known}."
        found.append(Problem("country_area", sentence, blocking=False))
    if not area and address.country_area:
        country = name_in_sentence(rules.name)
        sentence = (
            f"Addresses in {country} have no county or province; labels leave “{address.country_area}” out."
        )
        found.append(Problem("country_area", sentence, blocking=False))
    return [*found, *_doubtful_postal_code(address, rules)]


def _doubtful_postal_code(address: PostalAddress, rules: CountryRules) -> list[Problem]:
    code, field = address.postal_code, rules.by_name.get("postal_code")
    if not code or not field:
        return []
    label = in_sentence(field.label)
    for_country = postal_code_patterns(rules.country_code, None)
    if not all(pattern.match(code) for pattern in for_country):
        example = f", such as {rules.postal_examples[0]}" if rules.postal_examples else ""
        sentence = f"“{code}” does not look like a {label} of {name_in_sentence(rules.name)}{example}."
        return [Problem("postal_code", sentence, blocking=False)]
    area_key = rules.area_code(address.country_area) if address.country_area else None
    if area_key and not all(
        pattern.match(code) for pattern in postal_code_patterns(rules.country_code, area_key)
    ):
        sentence = f"The {label} “{code}” does not seem to be in {address.country_area}; check both."
        return [Problem("postal_code", sentence, blocking=False)]
    return []


def _one_line(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return " ".join(text.split())


def _postal_code(text: str, code: str) -> str:
    typed = _one_line(unicodedata.normalize("NFKC", text).upper())
    if code in country_names():
        prefix = country_rules(code).postal_prefix.strip(" -")
        typed = re.sub(rf"^{prefix}[ -]*(?=\d)", "", typed) if prefix else typed
    if code in SPACED_POSTAL_CODES:
        pattern, spaced = SPACED_POSTAL_CODES[code]
        match = pattern.fullmatch(typed)
        return match.expand(spaced) if match else typed
    return typed


def in_sentence(label: str) -> str:
    """A field's label as it stands inside a sentence: “state”, but “ZIP code”."""
    return label if label.startswith(("ZIP", "PIN", "Eir")) else label[0].lower() + label[1:]
