"""How Alembic reaches the database: through the app's own engine, in one transaction per run."""

from alembic import context
from flask import current_app
from sqlalchemy import text
from sqlalchemy.engine import Connection

db = current_app.extensions["migrate"].db


def render_item(kind, item, _autogen):
    """Write our column types as what they are in the database: migrations import nothing of the app."""
    if kind == "type" and type(item).__module__ == "ngoapp.core.types":
        return f"sa.{item.impl!r}"
    return False


def migrate(connection: Connection) -> None:
    """Run the migrations; on SQLite with foreign keys off, or a rebuilt parent empties its children."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite:
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            if broken:
                raise RuntimeError(f"foreign keys broken after migration: {broken[:5]}")
    if sqlite:
        connection.commit()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


with db.engine.connect() as connection:
    migrate(connection)
