"""What every test can lean on: a database of its own kind, and no silent skips."""

from __future__ import annotations

import signal
from collections.abc import Generator
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import pytest

from tests.databases import Database, PostgresqlDatabase, Server, SqliteDatabase

pytest_plugins = ["tests.app_fixtures", "tests.accounts.fixtures"]
BY_DESIGN = "by design:"
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
server = pytest.StashKey[Server]()
server_url = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the command line choose the database."""
    parser.addoption(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="what the tests run on"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL for the whole run; the processes of xdist are told where it is."""
    if config.getoption("--database") != "postgresql" or config.getoption("collectonly"):
        return
    if hasattr(config, "workerinput"):
        config.stash[server_url] = config.workerinput["postgresql"]
        return
    # A polite end must stop the server too, and Python's own answer to SIGTERM runs no clean-up.
    signal.signal(signal.SIGTERM, _end_the_run)
    config.stash[server] = Server()
    config.stash[server_url] = config.stash[server].url


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    if server in config.stash:
        config.stash[server].stop()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of xdist where the server is."""
    if server_url in node.config.stash:
        node.workerinput["postgresql"] = node.config.stash[server_url]


def _end_the_run(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that was skipped, unless its reason says that this is meant."""
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that was skipped as a whole in the same way."""
    return _refuse_skip((yield))


def _refuse_skip(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if not reason.startswith(BY_DESIGN):
            report.outcome = "failed"
            report.longrepr = f"Skipped, which counts as a failure here: {reason}"
    return report


def _new_database(request: pytest.FixtureRequest, folder: Path) -> Database:
    if server_url in request.config.stash:
        return PostgresqlDatabase(request.config.stash[server_url])
    return SqliteDatabase(folder / "ngoapp.sqlite3")


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """A database of the kind that the run is for, one to each process, empty at first."""
    return _new_database(request, tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session")
def database_url(database: Database) -> str:
    """Where that database is, as the app's settings take it."""
    return database.url


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Another database, new for this test alone and without any table."""
    return _new_database(request, tmp_path)
