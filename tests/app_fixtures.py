"""The app on a migrated database that every test finds empty, and fakes where the outside world would be."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ngoapp.app import create_app
from ngoapp.cli.check import broken
from ngoapp.cli.upgrade import upgrade
from ngoapp.core.db import db as database_extension
from ngoapp.core.db import session
from ngoapp.core.settings import Settings
from tests.databases import Database
from tests.fakes import FakeSmtp, FakeStripe

NO_WORKER = "is the worker running?"  # no fault of a test that stood still on a day of the past


class Browser(FlaskClient):
    """A browser. Every request finds `g` empty, as in life, also in a test that stands in an app context itself."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask for a page."""
        if not has_app_context():
            return super().open(*args, **kwargs)
        session.rollback()  # the page must see what is committed by now, not the test's older read
        own = dict(vars(g._get_current_object()))
        vars(g._get_current_object()).clear()
        try:
            return super().open(*args, **kwargs)
        finally:
            vars(g._get_current_object()).clear()
            vars(g._get_current_object()).update(own)


@pytest.fixture(scope="session")
def settings(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Demo settings on this process's own database and data folder."""
    data_dir = tmp_path_factory.mktemp("data")
    return Settings.from_environ(
        {
            "NGOAPP_DATA_DIR": str(data_dir),
            "NGOAPP_DATABASE_URL": database.url,
            "NGOAPP_BASE_URL": "http://localhost",
            "NGOAPP_GUARD": "off",  # tests send forms as fast as machines do; tests of the guard switch it on
            "NGOAPP_SECRET_KEY": "a-key-for-tests-only-0123456789abcdef",
        }
    )


def _backwards(connection: sqlite3.Connection, _record: object) -> None:
    """Give rows backwards where no order is asked for: a test that leans on their order fails here, and each time.

    PostgreSQL promises none either, yet keeps to the order of writing until its housekeeping comes round."""
    connection.execute("PRAGMA reverse_unordered_selects=ON")


@pytest.fixture(scope="session")
def migrated_app(settings: Settings, database: Database) -> Iterator[Flask]:
    """The app, made once; its tables come from the migrations."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = Browser
    app.config["WTF_CSRF_ENABLED"] = False
    upgrade(app)
    with app.app_context():
        if database_extension.engine.dialect.name == "sqlite":
            event.listen(database_extension.engine, "connect", _backwards)
        database_extension.engine.dispose()
    database.snapshot()
    yield app
    with app.app_context():
        database_extension.engine.dispose()


@pytest.fixture
def app(request: pytest.FixtureRequest, migrated_app: Flask, database: Database) -> Iterator[Flask]:
    """The app on an empty database. Whatever a test does, every invariant holds after it."""
    database.restore()
    migrated_app.extensions["ngoapp.smtp"] = FakeSmtp()
    migrated_app.extensions["ngoapp.stripe"] = FakeStripe()
    yield migrated_app
    if not request.node.get_closest_marker("breaks_rules"):
        assert [fault for fault in broken(migrated_app) if NO_WORKER not in fault] == []
    with migrated_app.app_context():
        migrated_app.extensions["ngoapp.queue"].huey.storage.flush_all()


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    """The session, for tests that call the domain directly. Writes that pages shall see need `transaction()`."""
    with app.app_context():
        yield session()
        session.rollback()
        session().info.clear()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a sign-in."""
    return app.test_client()


@pytest.fixture
def outgoing(app: Flask) -> FakeSmtp:
    """The mail that the app has sent."""
    fake: FakeSmtp = app.extensions["ngoapp.smtp"]
    return fake


@pytest.fixture
def bank(app: Flask) -> FakeStripe:
    """Stripe as the app meets it."""
    fake: FakeStripe = app.extensions["ngoapp.stripe"]
    return fake
