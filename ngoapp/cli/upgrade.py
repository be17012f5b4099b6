"""`ngoapp upgrade`: bring the database to what this version of the program needs.

Here alone does the app meet Alembic, which takes a sixth of the time in which a web server starts."""

import os

import click
import flask_migrate
from flask import Flask

from ngoapp.app import create_app
from ngoapp.core.db import db
from ngoapp.core.paths import migrations_folder
from ngoapp.core.settings import Settings
from ngoapp.desk.first_run import set_up_code
from ngoapp.organisation.queries import find_organisation


def upgrade(app: Flask) -> None:
    """Run the migrations that the database has not seen yet."""
    init_migrations(app)
    with app.app_context():
        flask_migrate.upgrade()


def say_how_to_set_up(app: Flask, settings: Settings) -> None:
    """Print where a new installation is told whose it is, and the code for it; nothing once that is done."""
    with app.app_context():
        if find_organisation() is None:
            code = set_up_code(settings.secret_key)
            click.echo(f"\n  Set up your organization at {settings.base_url}/set-up with the code {code}\n")


def init_migrations(app: Flask) -> None:
    """Let Flask-Migrate's functions work on this app."""
    flask_migrate.Migrate(
        app, db, directory=str(migrations_folder()), compare_type=True, render_as_batch=True
    )


def app_for_migrations() -> Flask:
    """The app for developers: `flask --app ngoapp.cli.upgrade:app_for_migrations db migrate`."""
    app = create_app(Settings.from_environ(os.environ))
    init_migrations(app)
    return app


@click.command()
def command() -> None:
    """Bring the database to what this version needs. Safe to repeat."""
    settings = Settings.from_environ(os.environ)
    app = create_app(settings)
    upgrade(app)
    click.echo("The database is up to date.")
    say_how_to_set_up(app, settings)
