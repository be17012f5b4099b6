"""The database: one typed base, one session, and `transaction()`, the only place that commits."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, Integer, MetaData, event, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry, scoped_session

from ngoapp.core.errors import NotThere, Refused
from ngoapp.core.types import UtcDateTime

IMMEDIATE = "ngoapp_immediate"
INSIDE = "ngoapp_transaction"
UNIQUE_VIOLATION, TEXT_TOO_LONG, DEADLOCK = "23505", "22001", "40P01"  # PostgreSQL, appendix A
HIGHEST_ID = 2**53  # what both databases and every browser can hold

# Names for every constraint, so that migrations can drop them on both databases.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite numbers rows by itself only where the key is plain INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """What every model derives from. Instants are `datetime` columns and come back aware and in UTC."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: UtcDateTime}
    )


# expire_on_commit off: what a view just wrote can be named in its redirect without a fresh read.
db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True, session_options={"expire_on_commit": False})
session = cast("scoped_session[Session]", db.session)

Row = TypeVar("Row", bound=Base)

_before_commit: list[Callable[[Session], None]] = []
_after_commit: list[Callable[[Session], None]] = []


def before_commit(hook: Callable[[Session], None]) -> None:
    """Have `hook` called as the last thing inside every transaction, in the order of registration."""
    _before_commit.append(hook)


def after_commit(hook: Callable[[Session], None]) -> None:
    """Have `hook` called once a transaction is safe. It must not touch the database and must not raise."""
    _after_commit.append(hook)


class DatabaseBusy(Refused):
    """Others have been writing for so long that our turn did not come, or wait for us while we wait for them, or the
    database is away."""

    def __init__(self) -> None:
        super().__init__(
            "Many people are at it just now. Nothing is lost: please wait a moment and press the button again."
        )


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: everything inside is committed together, or nothing is.

    Ends any read that is open, so that decisions rest on what is true now, and takes SQLite's write lock at
    once (BEGIN IMMEDIATE). Raises DatabaseBusy. Not to be nested: RuntimeError."""
    current = session()
    if current.info.get(INSIDE):
        raise RuntimeError("a transaction is open already")
    current.rollback()
    current.info[INSIDE] = True
    try:
        _begin(current)
        yield current
        for hook in _before_commit:
            hook(current)
        current.commit()
    except BaseException as failure:
        current.rollback()
        current.info.clear()
        if isinstance(failure, OperationalError) and _sqlstate(failure) == DEADLOCK:
            raise DatabaseBusy from failure
        raise
    current.info.pop(INSIDE)
    for hook in _after_commit:
        hook(current)
    current.info.clear()


def _begin(current: Session) -> None:
    try:
        current.connection(execution_options={IMMEDIATE: True})
    except OperationalError as busy:
        raise DatabaseBusy from busy


def end_read() -> None:
    """Let go of what is open for reading: nothing waits on us while we ask somebody over the network."""
    session.rollback()


def save(row: Row) -> Row:
    """Add a row and flush it, so that its id and the constraints' verdict are known at once."""
    session.add(row)
    session.flush()
    return row


def found(model: type[Row], row_id: int) -> Row:
    """The row with this id. Raises NotThere."""
    row = session.get(model, row_id) if abs(row_id) <= HIGHEST_ID else None
    if row is None:
        raise NotThere
    return row


def locked(model: type[Row], row_id: int, *, children_free: bool = False) -> Row:
    """The row with this id, read anew and locked until the transaction ends. Raises NotThere.

    With `children_free`, rows that point to it may be written meanwhile: for a row that others lock after its children,
    since PostgreSQL looks at it when one of them changes."""
    if abs(row_id) > HIGHEST_ID:
        raise NotThere
    how = {"key_share": True} if children_free else True
    row = session.get(model, row_id, with_for_update=how, populate_existing=True)
    if row is None:
        raise NotThere
    return row


def one_at_a_time(name: str) -> None:
    """Let nobody else past here under the same name until the transaction ends: for what has no row yet to lock.

    SQLite lets in one writer at a time anyway."""
    if db.engine.dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def init_database(app: Flask) -> None:
    """Bind the session to the app and its settings."""
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"hide_parameters": True})
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _open_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)


def _open_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # or sqlite3 begins by itself, deferred, behind our back
    for pragma in ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(value: object) -> str | None:
    """SQLite's own leaves Ł as it is: a search for a name in small letters would not find it."""
    return None if value is None else str(value).lower()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def insert_ignoring(model: type[Base], **values: Any) -> bool:
    """INSERT … ON CONFLICT DO NOTHING on either database; whether a row came of it."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    key = inspect(model).primary_key
    statement = insert(model).values(**values).on_conflict_do_nothing().returning(*key)
    return session.execute(statement).first() is not None


def is_duplicate(error: IntegrityError) -> bool:
    """Whether a unique constraint said no, as it does when two requests write the same thing at once."""
    return _sqlstate(error) == UNIQUE_VIOLATION or "UNIQUE constraint" in str(error.orig)


def is_too_long(error: DataError) -> bool:
    """Whether a text does not fit its column. SQLite keeps any length."""
    return _sqlstate(error) == TEXT_TOO_LONG


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
