"""`ngoapp upgrade`: bring the database to what this version of the program needs."""

import os

import click
import flask_migrate
from flask import Flask

from ngoapp.app import create_app
from ngoapp.core.settings import Settings


def upgrade(app: Flask) -> None:
    """Run the migrations that the database has not seen yet."""
    with app.app_context():
        flask_migrate.upgrade()


@click.command()
def command() -> None:
    """Bring the database to what this version needs. Safe to repeat."""
    upgrade(create_app(Settings.from_environ(os.environ)))
    click.echo("The database is up to date.")
