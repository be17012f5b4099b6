"""Set-up, and the rules of the test suite itself."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns, which

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent

SKIPPING = """
import pytest

def test_one(): pytest.skip("no browser here")
def test_two(): pytest.skip("by design: only on Sundays")
def test_three(): pytest.importorskip("no_such_tool")
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of a project that needs nothing from elsewhere."""
    copytree(ROOT / "scripts", tmp_path / "scripts", ignore=ignore_patterns("__pycache__"))
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    (tmp_path / "requirements-dev.lock").write_text("# nothing either\n")
    package = tmp_path / "ngoapp"
    package.mkdir()
    (package / "__main__.py").write_text("print('at your service')\n")
    return tmp_path


def set_up(
    checkout: Path, *arguments: str, path: str = os.environ["PATH"]
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [checkout / "scripts" / "setup", *arguments],
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def contents(checkout: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in checkout.rglob("*") if path.is_file()}


def test_a_second_set_up_says_nothing_and_changes_nothing(checkout):
    assert set_up(checkout).stderr == "Installing requirements.lock into .venv …\n"
    before = contents(checkout)
    again = set_up(checkout)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert contents(checkout) == before


def test_set_up_leaves_a_command_that_runs_the_checkout(checkout, tmp_path_factory):
    set_up(checkout)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert subprocess.check_output([checkout / ".venv/bin/ngoapp"], cwd=elsewhere) == b"at your service\n"


def test_set_up_for_the_tests_adds_to_what_is_there_and_a_new_lock_makes_all_anew(checkout):
    set_up(checkout)
    extra = checkout / ".venv" / "extra"
    extra.touch()
    set_up(checkout, "--tests")
    assert set_up(checkout).stderr == ""
    assert extra.exists()
    (checkout / "requirements.lock").write_text("# something\n")
    set_up(checkout)
    assert not extra.exists()


def test_set_ups_at_the_same_time_wait_for_each_other(checkout):
    command = [checkout / "scripts" / "setup"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(each.communicate()[1] for each in both)
    assert said == ["", "Installing requirements.lock into .venv …\n"]
    assert [each.returncode for each in both] == [0, 0]


def test_set_up_says_in_one_sentence_what_to_install_where_it_may_not_do_so_itself(tmp_path):
    for program in ("sh", "dirname", "id"):
        (tmp_path / program).symlink_to(which(program) or pytest.fail(f"no {program}"))
    bare = set_up(ROOT, path=str(tmp_path))
    assert bare.returncode == 1
    assert bare.stderr.startswith(
        "Please install what is missing (python3 python3-venv) and start again: on Debian"
    )
    assert bare.stderr.count("\n") == 1


def test_a_test_that_is_skipped_for_a_missing_tool_counts_as_a_failure(tmp_path):
    (tmp_path / "test_skipping.py").write_text(SKIPPING)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-c",
        ROOT / "pyproject.toml",
        tmp_path,
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "2 failed, 1 skipped" in run.stdout
    assert "Skipped, which counts as a failure here: no browser here" in run.stdout


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_has_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert text.count("==") <= text.count("--hash=sha256:")


def test_the_development_lock_has_everything_that_runs_at_the_same_version():
    running, developing = (
        set(re.findall(r"^[a-z0-9-]+==[^ ]+", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert running - developing == set()
