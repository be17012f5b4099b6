"""What we export is text to a spreadsheet, whatever people typed, and reads back exactly as it was."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngoapp.core.money import Money
from ngoapp.core.spreadsheets import from_csv, to_csv, written

pytestmark = pytest.mark.once
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+49 30",
        "-5",
        "@SUM(A1)",
        "\t=1",
        " =1",
        "\r=1",
        "\n=1",
        "|calc",
        "\uff1d1",
        "'=1",
        "  @x",
        "%x",
    ],
)
def test_text_that_a_spreadsheet_would_run_is_escaped(typed: str) -> None:
    assert written(typed) == f"'{typed}"


def test_figures_and_days_stay_what_they_are() -> None:
    assert written(Money(-1250, "USD")) == "-12.50"
    assert (written(-3), written(None), written("Ruth Berg")) == ("-3", "", "Ruth Berg")
    assert written(date(2026, 2, 28)) == "2026-02-28"
    assert written(datetime(2026, 2, 28, 12, tzinfo=UTC)) == "2026-02-28T12:00:00+00:00"


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_our_own_export_reads_back_exactly(rows: list[tuple[str, str]]) -> None:
    read = [(row["Name"], row["=Message"]) for row in from_csv(to_csv(["Name", "=Message"], rows))]
    assert read == rows


@given(TEXTS)
def test_no_cell_of_ours_begins_like_a_formula(text: str) -> None:
    [[cell, _]] = list(csv.reader(io.StringIO(to_csv(["a", "b"], [[text, 1]]), newline="")))[1:]
    assert cell[:1] not in "=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20" or not cell
