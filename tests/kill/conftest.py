"""What the kill tests share: an empty database of each kind, whatever the run is for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Database, PostgresqlDatabase, Server, SqliteDatabase


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    """A server of our own."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return SqliteDatabase(tmp_path / "ngoapp.sqlite3")
    server: Server = request.getfixturevalue("postgresql")
    return PostgresqlDatabase(server.url)
