"""Who gets in, under whose name things are done, and that nothing typed is lost at the door."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from ngoapp.accounts.guards import staff_required
from ngoapp.app import create_app
from ngoapp.core import audit
from ngoapp.core.db import db as database
from tests.accounts.factories import saved_staff, sign_in


@pytest.fixture(scope="module")
def door(migrated_app: Flask) -> Iterator[Flask]:
    """An app with one more view, for who may see requests."""
    app = create_app(migrated_app.extensions["ngoapp.settings"])
    app.testing = True
    app.test_client_class = migrated_app.test_client_class
    app.config["WTF_CSRF_ENABLED"] = False

    @app.route("/staff/door", methods=["GET", "POST"])
    @staff_required("packets:read")
    def door() -> str:
        return repr(audit.actor.get())

    yield app
    with app.app_context():
        database.engine.dispose()


@pytest.fixture
def visitor(app, door):
    return door.test_client()


def test_without_a_sign_in_a_page_leads_to_the_form_and_back(visitor):
    answer = visitor.get("/staff/door?page=2")
    assert answer.headers["Location"] == "/staff/sign-in?next=/staff/door?page%3D2"


def test_without_a_sign_in_what_was_typed_is_kept_to_be_sent_again(visitor):
    answer = visitor.post("/staff/door", data={"note": "Called back at noon", "password": "no"})
    assert answer.status_code == 422
    assert "Called back at noon" in answer.text
    assert "/staff/sign-in" in answer.text
    assert 'value="no"' not in answer.text


def test_a_role_without_the_permission_is_turned_away(visitor, door):
    with door.app_context():
        sign_in(visitor, saved_staff("auditor"))
    assert visitor.get("/staff/door").status_code == 403


def test_a_role_with_the_permission_gets_in_and_acts_under_its_own_name(visitor, door):
    with door.app_context():
        user = saved_staff("editor", "packet desk")
        sign_in(visitor, user)
        assert visitor.get("/staff/door").text == f"Actor(kind='staff', id={user.id})"
    assert audit.actor.get().kind == "system"


def test_a_page_that_is_looked_at_again_writes_nothing_and_asks_once_whose_it_is_and_who_is_there(
    visitor, door
):
    with door.app_context():
        sign_in(visitor, saved_staff("packet desk"))
        statements: list[str] = []

        def note(*seen: Any) -> None:
            statements.append(seen[2].split()[0])

        event.listen(database.engine, "before_cursor_execute", note)
        visitor.get("/staff/door")
        event.remove(database.engine, "before_cursor_execute", note)
    assert [statement for statement in statements if statement != "BEGIN"] == ["SELECT"] * 2
