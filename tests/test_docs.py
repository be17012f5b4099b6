"""The documents say what is there: settings, jobs, permissions and commands have their line each."""

import re
from pathlib import Path

import pytest

from ngoapp.cli import COMMANDS
from ngoapp.worker.jobs import JOBS

pytestmark = pytest.mark.once
DOCS = Path(__file__).parent.parent / "docs"


def named_in(page: str) -> set[str]:
    """What the first column of the page's tables names."""
    return set(re.findall(r"^\| `([^`]+)`", (DOCS / page).read_text(), re.MULTILINE))


def test_every_job_is_documented() -> None:
    assert named_in("jobs.md") == set(JOBS)


def test_every_command_is_documented() -> None:
    assert named_in("commands.md") == {f"ngoapp {command}" for command in COMMANDS}


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md"]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|mailto:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
