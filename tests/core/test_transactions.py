"""One unit of work: all of it or nothing, and only one at a time."""

import sqlite3
import threading
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ngoapp.core.db import DatabaseBusy, locked, session, transaction
from ngoapp.core.files import StoredFile, store
from ngoapp.core.outbox import OutboxRow, enqueue


class PowerCut(Exception):
    """Something went wrong half way."""


def _work_until_the_power_goes() -> None:
    enqueue("a.job", gift_id=1)
    raise PowerCut


@pytest.fixture(autouse=True)
def _context(db: Session) -> None:
    """Every test here stands in an app context."""


def test_what_fails_half_way_leaves_nothing_behind() -> None:
    with pytest.raises(PowerCut), transaction():
        _work_until_the_power_goes()
    assert session.scalars(select(OutboxRow)).all() == []


def test_a_transaction_is_not_nested() -> None:
    with pytest.raises(RuntimeError, match="open already"), transaction(), transaction():
        pass


def test_a_transaction_can_follow_one_that_failed() -> None:
    with pytest.raises(PowerCut), transaction():
        _work_until_the_power_goes()
    with transaction():
        store(b"x", "text/plain")
    assert session.scalars(select(StoredFile.size)).all() == [1]


def test_a_decision_rests_on_what_is_true_now_and_not_on_an_older_read(app: Flask) -> None:
    with transaction():
        row_id = store(b"x", "text/plain").id
    assert session.get_one(StoredFile, row_id).content_type == "text/plain"
    thread = threading.Thread(target=_change_content_type, args=(app, row_id))
    thread.start()
    thread.join()
    with transaction():
        assert session.get_one(StoredFile, row_id).content_type == "text/html"


def _change_content_type(app: Flask, row_id: int) -> None:
    with app.app_context(), transaction():
        session.get_one(StoredFile, row_id).content_type = "text/html"


def test_increments_from_many_threads_are_all_kept(app: Flask) -> None:
    with transaction():
        row_id = store(b"x", "text/plain").id
    threads = [threading.Thread(target=_grow, args=(app, row_id)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.rollback()
    assert session.get_one(StoredFile, row_id, populate_existing=True).size == 1 + 8 * 5


def _grow(app: Flask, row_id: int) -> None:
    for _ in range(5):
        with app.app_context(), transaction():
            locked(StoredFile, row_id).size += 1


def test_the_same_bytes_are_stored_once() -> None:
    with transaction():
        assert store(b"same", "text/plain").id == store(b"same", "text/plain").id


def test_sqlite_is_set_up_as_it_must_be() -> None:
    if session.connection().dialect.name != "sqlite":
        pytest.skip("by design: these settings are SQLite's")
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000}
    assert {name: session.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted


def test_a_writer_whose_turn_does_not_come_is_asked_for_patience(app: Flask) -> None:
    if session.connection().dialect.name != "sqlite":
        pytest.skip("by design: PostgreSQL has no one lock for all writers")
    session.rollback()
    with closing(sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN IMMEDIATE")
        session.execute(text("PRAGMA busy_timeout=50"))
        with pytest.raises(DatabaseBusy, match="Nothing is lost"), transaction():
            pass
        other.rollback()
    session.execute(text("PRAGMA busy_timeout=5000"))
    with transaction():
        store(b"x", "text/plain")
