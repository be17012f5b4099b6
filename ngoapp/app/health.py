"""Whether the process lives, and whether it can do its work."""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ngoapp.core.db import session
from ngoapp.core.paths import migrations_folder
from ngoapp.core.queue import queue_of

bp = Blueprint("health", __name__)
NUMBER = 4  # digits of a migration


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Database, queue and migrations are as they must be; 503 with the names of those that are not."""
    checks = {"database": _database(), "migrations": _at_head(), "queue": queue_of(current_app).reachable()}
    ready = all(checks.values())
    return jsonify(status="ready" if ready else "not ready", **checks), 200 if ready else 503


def _database() -> bool:
    try:
        session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _at_head() -> bool:
    try:
        present = session.scalars(text("SELECT version_num FROM alembic_version")).all()
    except SQLAlchemyError:
        return False
    return present == [_newest_migration()]


def _newest_migration() -> str:
    """The number of the last migration: they are numbered in one line, each file by its own."""
    return max(file.name[:NUMBER] for file in (migrations_folder() / "versions").glob("[0-9]*.py"))
