"""Each text column of the packet desk has its place: emptied with the person, gone with its row, or kept on purpose."""

import pytest
from sqlalchemy import JSON, Column, LargeBinary, String, Table
from sqlalchemy.orm import Session

from ngoapp.core.db import Base
from ngoapp.core.types import FoldedText
from ngoapp.packets.operations import PERSONAL, erase_person
from ngoapp.packets.privacy.columns import BESIDE, GOES, KEPT, OWN
from ngoapp.people.models import ADDRESS_PARTS
from tests.packets.factories import make_request

OURS = ("packet_", "call_")
WORDS = (String, FoldedText, JSON, LargeBinary)  # Text is a String
REQUESTS = {*PERSONAL, *ADDRESS_PARTS} - {"country_code"}
TABLES = [table for table in Base.metadata.sorted_tables if table.name.startswith(OURS)]


def unplaced(table: Table) -> list[str]:
    emptied = {*BESIDE.get(table.name, ()), *OWN.get(table.name, ())}
    if table.name == "packet_requests":
        emptied |= REQUESTS
    placed = emptied | KEPT.get(table.name, {}).keys()
    return [c.name for c in table.columns if isinstance(c.type, WORDS) and c.name not in placed]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_text_column_is_emptied_or_kept_for_a_reason(table: Table) -> None:
    if table.name not in GOES:
        assert unplaced(table) == [], "give it its place in ngoapp/packets/privacy/columns.py"


def test_a_new_text_column_without_a_place_is_found() -> None:
    table = TABLES[0].to_metadata(type(Base.metadata)())
    table.append_column(Column("afterthought", String(20)))
    assert unplaced(table) == ["afterthought"]


def test_nothing_has_a_place_that_is_not_there() -> None:
    named = {name: set(columns) for name, columns in KEPT.items()}
    for name, columns in [*BESIDE.items(), *OWN.items()]:
        named[name] = named.get(name, set()) | set(columns)
    there = {table.name: {column.name for column in table.columns} for table in TABLES}
    assert {name: columns - there.get(name, set()) for name, columns in named.items()} == {
        name: set() for name in named
    }
    assert set(GOES) <= there.keys()


def test_whatever_stands_beside_a_request_is_emptied_by_its_number() -> None:
    assert [name for name in BESIDE if "request_id" not in Base.metadata.tables[name].c] == []


def test_erasing_empties_every_column_that_says_who(db: Session) -> None:
    request = make_request("Ana Ruiz", email="ana@example.org", phone="952-555-0142", note="Side door")
    erase_person(request.id)
    assert {column: getattr(request, column) for column in REQUESTS} == dict.fromkeys(REQUESTS, "")
