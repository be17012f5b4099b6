"""The tests' own databases do what the tests rely on."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection

SCHEMA = {
    "sqlite": [
        "CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
        "CREATE TABLE entry (id INTEGER PRIMARY KEY, kind_id INTEGER NOT NULL REFERENCES kind (id))",
        "CREATE TRIGGER only_add BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'only ever added to'); END",
    ],
    "postgresql": [
        "CREATE TABLE kind (id serial PRIMARY KEY, name text NOT NULL,"
        " upper_name text GENERATED ALWAYS AS (upper(name)) STORED)",
        "CREATE TABLE entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " kind_id integer NOT NULL REFERENCES kind (id))",
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RAISE 'only ever added to'; END $$",
        "CREATE TRIGGER only_add BEFORE DELETE OR TRUNCATE ON entry EXECUTE FUNCTION refuse()",
    ],
}


@pytest.fixture
def connection(empty_database) -> Iterator[Connection]:
    engine = create_engine(empty_database.url)
    with engine.connect() as connection:
        for statement in SCHEMA[engine.dialect.name]:
            connection.execute(text(statement))
        connection.execute(text("INSERT INTO kind (name) VALUES ('first'), ('second')"))
        connection.commit()
        yield connection
    engine.dispose()


def add_entries(connection: Connection) -> list[int]:
    for kind in (1, 2):
        connection.execute(text("INSERT INTO entry (kind_id) VALUES (:kind)"), {"kind": kind})
    connection.commit()
    return list(connection.scalars(text("SELECT id FROM entry ORDER BY id")))


def test_restoring_empties_a_table_that_refuses_deletion_and_counts_from_one_again(
    empty_database, connection
):
    empty_database.snapshot()
    assert add_entries(connection) == [1, 2]
    connection.commit()
    empty_database.restore()
    assert add_entries(connection) == [1, 2]


def test_restoring_brings_back_rows_that_were_changed_or_removed_and_goes_on_counting_after_them(
    empty_database, connection
):
    empty_database.snapshot()
    connection.execute(text("UPDATE kind SET name = 'other' WHERE id = 1"))
    connection.execute(text("DELETE FROM kind WHERE id = 2"))
    connection.commit()
    empty_database.restore()
    assert list(connection.scalars(text("SELECT name FROM kind ORDER BY id"))) == ["first", "second"]
    connection.execute(text("INSERT INTO kind (name) VALUES ('third')"))
    assert connection.scalar(text("SELECT max(id) FROM kind")) == 3
