"""A throwaway installation with demo data, for what is measured to work on."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from ngoapp.app import create_app
from ngoapp.cli.demo import load_demo
from ngoapp.cli.upgrade import upgrade
from ngoapp.core.db import db
from ngoapp.core.settings import Settings


@contextmanager
def installation() -> Iterator[Path]:
    """The data folder of an installation: SQLite, migrated, with the demo's year of work in it."""
    with tempfile.TemporaryDirectory(prefix="ngoapp-bench-") as folder:
        settings = settings_for(Path(folder))
        app = create_app(settings)
        upgrade(app)
        load_demo(app, settings)
        close(app)
        yield Path(folder)


def settings_for(folder: Path) -> Settings:
    """Demo settings with everything in this folder."""
    return Settings.from_environ({"NGOAPP_DATA_DIR": str(folder)})


def close(app: Flask) -> None:
    """Let go of the database."""
    with app.app_context():
        db.engine.dispose()
