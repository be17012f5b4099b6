"""Reading a list of addresses from a CSV file: every row is either an address or refused with its reason."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from ngoapp.core.errors import Refused
from ngoapp.people.addresses import FIELD_NAMES, PostalAddress, problems, tidy

REQUIRED_COLUMNS = ("name", "street_address", "city", "country_area", "postal_code", "country_code")
DECEASED_COLUMNS = ("deceased", "deceased_on", "is deceased")
NOT_DECEASED = frozenset({"", "0", "n", "no", "f", "false"})
DEFAULT_COUNTRY = "US"
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class ListedAddress:
    """An address, the row of the file that it came from (the header is row 1), and what looks wrong in it."""

    row: int
    address: PostalAddress
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be printed, and why."""

    row: int
    sentence: str


@dataclass
class AddressList:
    """What a file held: addresses, refused rows, those of people who have died, and how many rows were blank.

    Together, every row."""

    addresses: list[ListedAddress] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    deceased: list[int] = field(default_factory=list)
    blank: int = 0


class UnreadableList(Refused):
    """A file that is no list of addresses."""


def read_addresses(file: BinaryIO) -> AddressList:
    """Read a CSV file whose columns are named as in REQUIRED_COLUMNS, in any order. Raises UnreadableList.

    Where it also has one of DECEASED_COLUMNS, whoever has died gets no label."""
    rows = _rows(_text(file))
    header = _header(next(rows, []))
    found = AddressList()
    for number, cells in enumerate(rows, 2):
        _account_for(found, number, cells, header)
    return found


def _text(file: BinaryIO) -> str:
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableList(
            "This file is not in UTF-8. In your spreadsheet, save it as “CSV UTF-8”."
        ) from None


def _rows(text: str) -> Iterator[list[str]]:
    first_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise UnreadableList(f"Line {reader.line_num} of this file cannot be read: {error}.") from None


def _header(cells: Sequence[str]) -> list[str]:
    names = [cell.strip().casefold() for cell in cells]
    missing = [name for name in REQUIRED_COLUMNS if name not in names]
    if missing:
        raise UnreadableList(f"The first row names no column {_listed(missing)}.")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UnreadableList(f"The first row names {_listed(twice)} twice.")
    return names


def _account_for(found: AddressList, number: int, cells: Sequence[str], header: Sequence[str]) -> None:
    if not any(cell.strip() for cell in cells):
        found.blank += 1
    elif any(cell.strip() for cell in cells[len(header) :]):
        found.refused.append(RefusedRow(number, "This row has more cells than the first row has names."))
    elif _has_died(named := dict(zip(header, cells, strict=False))):
        found.deceased.append(number)
    else:
        _take(found, number, named)


def _has_died(cells: dict[str, str]) -> bool:
    said = (cells.get(column, "").strip().casefold() for column in DECEASED_COLUMNS)
    return any(word not in NOT_DECEASED for word in said)


def _take(found: AddressList, number: int, cells: dict[str, str]) -> None:
    address = tidy(PostalAddress(**{name: cells[name] for name in FIELD_NAMES if name in cells}))
    if not address.country_code:
        address = _without_country(address)
    found_problems = problems(address)
    blocking = [problem.sentence for problem in found_problems if problem.blocking]
    if blocking:
        found.refused.append(RefusedRow(number, " ".join(blocking)))
    else:
        found.addresses.append(ListedAddress(number, address, tuple(it.sentence for it in found_problems)))


def _without_country(address: PostalAddress) -> PostalAddress:
    """A row without a country is domestic when it is in every respect, else it stays without."""
    domestic = tidy(replace(address, country_code=DEFAULT_COUNTRY))
    return address if problems(domestic) else domestic


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
