"""Whether the process lives, and whether it can do its work."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ngoapp.core.db import session
from ngoapp.core.paths import migrations_folder
from ngoapp.core.queue import queue_of

bp = Blueprint("health", __name__)


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
        present = MigrationContext.configure(session.connection()).get_current_heads()
    except SQLAlchemyError:
        return False
    return set(present) == set(_heads())


def _heads() -> list[str]:
    return ScriptDirectory(str(migrations_folder())).get_heads()
