import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ngoapp.cli import main
from tests.mailings.sheets import ink

pytestmark = pytest.mark.once

HEADER = "name,street_address,city,country_area,postal_code,country_code\n"
GOOD = "Ann Lee,1 Elm St.,Edina,MN,55435,US\nErika,Heidestraße 17,Köln,,51147,DE\n"


@pytest.fixture
def run(tmp_path):
    def command(text, *options):
        source = tmp_path / "list.csv"
        source.write_text(text, encoding="utf-8")
        return CliRunner().invoke(
            main, ["labels", str(source), "--out", str(tmp_path / "labels.pdf"), *options]
        )

    return command


def test_a_list_becomes_labels(run, tmp_path):
    result = run(HEADER + GOOD, "--stock", "5160", "--start", "7", "--style", "upper")
    assert result.exit_code == 0, result.output
    assert "2 labels on 1 sheet in" in result.output
    text = "".join(char.text for char in ink((tmp_path / "labels.pdf").read_bytes()))
    assert text == "ANNLEE1ELMSTEDINAMN55435ERIKAHEIDESTRASSE1751147KÖLNGERMANY"


def test_addresses_may_stay_as_typed(run, tmp_path):
    run(HEADER + GOOD, "--style", "typed")
    text = "".join(char.text for char in ink((tmp_path / "labels.pdf").read_bytes()))
    assert text.startswith("AnnLee1ElmSt.Edina,MN55435")


def test_rows_that_cannot_be_printed_are_each_named_and_nothing_is_written(run, tmp_path):
    (tmp_path / "labels.pdf").write_bytes(b"yesterday's")
    result = run(
        HEADER + GOOD + "Bob,,Edina,MN,55435,US\n" + GOOD + f"{'W' * 10_000},1 Elm St,Edina,MN,55435,US\n"
    )
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["row 4", "row 7", "Error"]
    assert "Enter the street address." in result.stderr
    assert (tmp_path / "labels.pdf").read_bytes() == b"yesterday's"


def test_rows_are_named_even_when_none_can_be_printed(run):
    result = run(HEADER + "Bob,,Edina,MN,55435,US\n")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (1, "row 2: Enter the street address.")


def test_what_looks_wrong_is_printed_with_a_note(run):
    result = run(HEADER + "Ann Lee,1 Elm St,Edina,MN,90210,US\n\n")
    assert result.exit_code == 0
    assert "row 2 is printed, but: The ZIP code “90210” does not seem to be in MN" in result.stderr
    assert "1 blank row passed over" in result.stdout


@pytest.mark.parametrize(
    ("text", "options", "exit_code", "sentence"),
    [
        (HEADER, [], 1, "There is no label to print."),
        ("a,b\n", [], 1, "names no column “name”"),
        (HEADER + GOOD, ["--start", "31"], 1, "labels 1 to 30"),
        (HEADER + GOOD, ["--stock", "nope"], 2, "We know 5160"),
        (HEADER + GOOD, ["--style", "loud"], 2, "'loud' is not one of"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(run, tmp_path, text, options, exit_code, sentence):
    result = run(text, *options)
    assert result.exit_code == exit_code
    assert sentence in result.stderr
    assert not (tmp_path / "labels.pdf").exists()


def test_a_folder_that_does_not_exist_is_told(run, tmp_path):
    result = run(HEADER + GOOD, "--out", str(tmp_path / "nowhere" / "labels.pdf"))
    assert result.exit_code == 1
    assert "cannot be written: No such file or directory." in result.stderr


def test_it_needs_no_settings_and_no_database(tmp_path):
    (tmp_path / "list.csv").write_text(HEADER + GOOD, encoding="utf-8")
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-m", "ngoapp", "labels", "list.csv", "--out", "labels.pdf"]
    environment = {"PYTHONPATH": root, "NGOAPP_MODE": "production"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["labels.pdf", "list.csv"]


def test_it_says_how_many_rows_are_left_out_because_somebody_died(run):
    died = "Bob,2 Elm St,Edina,MN,55435,US,2026-03-01\n"
    result = run(HEADER.replace("\n", ",deceased_on\n") + "Ann Lee,1 Elm St.,Edina,MN,55435,US,\n" + died)
    assert "1 label on 1 sheet" in result.output
    assert "1 row left out: they have died." in result.output
