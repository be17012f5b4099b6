"""The app, for as long as one command needs it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from ngoapp.app import create_app
from ngoapp.core.db import db, end_read
from ngoapp.core.settings import Settings


@contextmanager
def inside_the_app() -> Iterator[None]:
    """Work in the app that the environment describes; no connection of it stays open. Raises BadSetting."""
    with create_app(Settings.from_environ(os.environ)).app_context():
        try:
            yield
        finally:
            end_read()  # or a connection that is still reading would outlive its pool
            db.engine.dispose()
