"""Lines of an address inside the United States, after USPS Publication 28."""

import re

from ngoapp.people.addresses import PostalAddress
from ngoapp.people.country_rules import country_rules

MILITARY_TOWNS = frozenset({"APO", "FPO", "DPO"})

NUMBERED_UNITS = (
    "APT|APARTMENT|BLDG|BUILDING|DEPT|DEPARTMENT|FL|FLOOR|HNGR|LOT|OFC|OFFICE|PH|PENTHOUSE|PIER|RM|ROOM|SLIP|SPC|SPACE|"
    "STE|SUITE|STOP|TRLR|TRAILER|UNIT"
)
NAMED_UNITS = "BSMT|FRNT|LBBY|LOWR|OFC|PH|REAR|UPPR"
UNIT_NUMBER = r"(?:[A-Z]|[\w/-]*\d[\w/-]*)"
UNIT = rf"(?:(?:{NUMBERED_UNITS})\b\.? *#? *{UNIT_NUMBER}|(?:{NAMED_UNITS})|# *[\w/-]+)"
ONLY_A_UNIT = re.compile(rf"{UNIT}(?:,? {UNIT})?", re.IGNORECASE)
ENDS_IN_A_UNIT = re.compile(rf"(?P<delivery>.*\S),? (?P<unit>{UNIT})", re.IGNORECASE)
CITY_STATE_ZIP = re.compile(r".*\b[A-Z]{2} \d{5}(?:-\d{4})?")

PO_BOX = re.compile(r"\bP\.? ?O\.? ?Box\b", re.IGNORECASE)
NUMBER_SIGN = re.compile(r" *# *(?=\w)")
SHORT_DIRECTION = re.compile(
    rf"(?<=[^\W\d] )(?P<after>so|no)\.?(?=$|,? (?:#|(?:{NUMBERED_UNITS}|{NAMED_UNITS})\b))"
    r"|(?<=\d )(?P<before>so|no)\.?(?= [^\W\d])",
    re.IGNORECASE,
)
URBANIZATION = re.compile(r"URB(?:\.|ANIZACI[OÓ]N)? +\S", re.IGNORECASE)


def domestic_lines(address: PostalAddress) -> list[str]:
    """Name, organisation, street and town of a tidied address, as typed but for what Publication 28 asks."""
    streets = _streets(address)
    if address.city_area:
        streets.insert(0, address.city_area)
    if "PR" in (address.country_code, _state(address)):
        streets.sort(key=lambda line: not URBANIZATION.match(line))
    return [address.name, address.company_name, *streets, _last_line(address)]


def split_unit(line: str) -> tuple[str, str] | None:
    """The unit and the delivery line of a street line that ends in a unit: two lines, the unit above."""
    match = ENDS_IN_A_UNIT.fullmatch(line)
    return (match["unit"], match["delivery"].rstrip(",")) if match else None


def ends_a_domestic_address(line: str) -> bool:
    """Whether the line reads as city, state and ZIP code."""
    return CITY_STATE_ZIP.fullmatch(line) is not None


def _streets(address: PostalAddress) -> list[str]:
    streets: list[str] = []
    for line in map(_street, address.street_address.splitlines()):
        if streets and ONLY_A_UNIT.fullmatch(line):
            streets[-1] = f"{streets[-1].rstrip(',')} {line}"
        else:
            streets.append(line)
    return streets


def _street(line: str) -> str:
    line = PO_BOX.sub("PO Box", line)
    line = NUMBER_SIGN.sub(" # ", line).strip()
    return SHORT_DIRECTION.sub(lambda match: (match["after"] or match["before"])[0].upper(), line)


def _state(address: PostalAddress) -> str:
    if address.country_code != "US":
        return address.country_code
    return country_rules("US").area_code(address.country_area) or address.country_area


def _last_line(address: PostalAddress) -> str:
    comma = "" if address.city.upper() in MILITARY_TOWNS or not address.city else ","
    state_and_zip = " ".join(part for part in (_state(address), address.postal_code) if part)
    return f"{address.city}{comma} {state_and_zip}".strip()
