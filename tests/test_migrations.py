"""Migrations: they lead to exactly what the models say, both ways, and take the data along."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from ngoapp.app import create_app
from ngoapp.cli.demo import load_demo
from ngoapp.cli.upgrade import init_migrations
from ngoapp.core.db import Base, db, transaction
from ngoapp.core.paths import migrations_folder
from ngoapp.core.settings import Settings
from ngoapp.donations.mailboxes import ids_at
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.models import Donation
from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.together.operations import keep_second
from ngoapp.donations.together.parts import Together
from tests.databases import Database
from tests.donations.factories import make_donation, make_pledge
from tests.organisation.factories import make_organisation

ORGANISATION, BEFORE_FOLDING = "0002", "0047"


@pytest.fixture
def fresh(empty_database: Database, tmp_path: Path) -> Iterator[tuple[Flask, Settings]]:
    """The app on a database without tables."""
    settings = Settings.from_environ(
        {"NGOAPP_DATA_DIR": str(tmp_path / "data"), "NGOAPP_DATABASE_URL": empty_database.url}
    )
    app = create_app(settings)
    init_migrations(app)
    yield app, settings
    with app.app_context():
        db.engine.dispose()


def tables() -> set[str]:
    """The tables that there are."""
    return set(inspect(db.engine).get_table_names())


def revisions() -> list[str]:
    """Every revision, the newest first."""
    script = ScriptDirectory(str(migrations_folder()))
    return [found.revision for found in script.walk_revisions()]


def test_head_is_what_the_models_say(fresh: tuple[Flask, Settings]) -> None:
    with fresh[0].app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []


def test_migrations_are_numbered_in_one_line() -> None:
    assert revisions() == [f"{number:04}" for number in range(len(revisions()), 0, -1)]
    files = sorted(path.name[:4] for path in (migrations_folder() / "versions").glob("[0-9]*.py"))
    assert files[::-1] == revisions()


def test_migrations_import_nothing_of_the_app() -> None:
    for path in (migrations_folder() / "versions").glob("*.py"):
        assert "ngoapp" not in path.read_text(), path.name


def test_each_migration_goes_down_and_up_again_with_data_in_place(fresh: tuple[Flask, Settings]) -> None:
    app, settings = fresh
    with app.app_context():
        upgrade()
    load_demo(app, settings)
    with app.app_context():
        for revision in revisions()[1:]:
            downgrade(revision=revision)
        assert tables() == {"alembic_version", *tables_of_the_first_migration()}
        downgrade(revision="base")
        assert tables() == {"alembic_version"}
        upgrade()
        assert {*Base.metadata.tables, "alembic_version"} <= tables()


def tables_of_the_first_migration() -> set[str]:
    """What the ground floor brings."""
    return {"audit_entries", "audit_heads", "outbox_rows", "stored_files"}


def test_data_below_a_migration_outlives_going_down_and_up(fresh: tuple[Flask, Settings]) -> None:
    app, settings = fresh
    with app.app_context():
        upgrade()
    load_demo(app, settings)
    with app.app_context():
        before = _kept()
        downgrade(revision=ORGANISATION)
        upgrade()
        assert _kept() == before
        assert before["organisations"] == 1
        assert before["audit_entries"] > 0


def test_addresses_that_were_typed_before_they_were_folded_are_folded(fresh: tuple[Flask, Settings]) -> None:
    with fresh[0].app_context():
        upgrade()
        with transaction():
            make_organisation()
            donation = make_donation(email="JÖRG@Example.org").id
            pledge = make_pledge(email="JÖRG@Example.org").id
            keep_second(Together(name="Jörg Berg", email="JÖRG@Example.org"), donation_id=donation)
        downgrade(revision=BEFORE_FOLDING)
        upgrade()
        for model, row in ((Donation, donation), (MailedPledge, pledge), (SecondDonor, 1)):
            assert list(ids_at(model, ["jörg@example.org"])) == [row]


def _kept() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            table: connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0
            for table in ("organisations", "audit_entries", "stored_files")
        }
