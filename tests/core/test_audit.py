"""Who did what, sealed so that nobody can rewrite it."""

import threading

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ngoapp.core.audit import Actor, AuditEntry, acting_as, broken_links, record
from ngoapp.core.db import session, transaction
from ngoapp.core.files import store


class PowerCut(Exception):
    """Something went wrong half way."""


def _work_until_the_power_goes() -> None:
    record("file.stored", store(b"x", "text/plain"))
    raise PowerCut


def do_something(content: bytes = b"x") -> None:
    """A write that is audited."""
    with transaction():
        record("file.stored", store(content, "text/plain"), size=len(content))


def test_entries_follow_each_other_without_a_gap_and_name_who_acts(db: Session) -> None:
    with acting_as(Actor("staff", 3)):
        do_something()
    do_something()
    entries = db.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [(entry.seq, entry.actor_kind, entry.actor_id) for entry in entries] == [
        (1, "staff", 3),
        (2, "system", None),
    ]
    assert entries[1].previous_hash == entries[0].hash
    assert list(broken_links()) == []


def test_nothing_is_entered_for_what_was_rolled_back(db: Session) -> None:
    with pytest.raises(PowerCut), transaction():
        _work_until_the_power_goes()
    do_something()
    assert db.scalars(select(AuditEntry.seq)).all() == [1]


@pytest.mark.parametrize("statement", [update(AuditEntry).values(action="x"), delete(AuditEntry)])
def test_the_database_refuses_to_change_or_delete_an_entry(db: Session, statement: object) -> None:
    do_something()
    with pytest.raises(DBAPIError, match="only ever added"), transaction():
        db.execute(statement)  # type: ignore[call-overload]  # either statement


@pytest.mark.breaks_rules
def test_a_chain_that_was_tampered_with_is_found_out(db: Session) -> None:
    for _ in range(3):
        do_something()
    _without_the_guard("UPDATE audit_entries SET action = 'file.lost' WHERE seq = 2")
    assert list(broken_links()) == ["audit: entry 2 does not match its hash"]
    _without_the_guard("DELETE FROM audit_entries WHERE seq = 3")
    assert "audit: the last entries are missing" in list(broken_links())


def _without_the_guard(statement: str) -> None:
    """Do what only somebody with the database in hand could do."""
    with transaction():
        if session.connection().dialect.name == "sqlite":
            for verb in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER IF EXISTS audit_no_{verb}"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text(statement))
    session.expire_all()


def test_threads_that_write_at_once_leave_one_whole_chain(app: Flask, db: Session) -> None:
    def work(number: int) -> None:
        for turn in range(5):
            with app.app_context():
                do_something(f"{number}-{turn}".encode())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(broken_links()) == []
    assert len(db.scalars(select(AuditEntry.seq)).all()) == 30
