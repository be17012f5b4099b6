"""The e-mail addresses on donors' forms, case-folded for finding: SQLite itself folds ASCII only."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TABLES = ("donations", "mailed_pledges", "second_donors")
LENGTH = 254


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column("email_key", sa.String(length=LENGTH), nullable=False, server_default="")
            )
        _fold(table)
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("email_key", server_default=None)
            batch_op.create_index(op.f(f"ix_{table}_email_key"), ["email_key"])


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(op.f(f"ix_{table}_email_key"))
            batch_op.drop_column("email_key")


def _fold(table: str) -> None:
    rows = sa.table(table, sa.column("id"), sa.column("email"), sa.column("email_key"))
    known = op.get_bind().execute(sa.select(rows.c.id, rows.c.email).where(rows.c.email != "")).all()
    folded = [{"row": row.id, "key": row.email.strip().casefold()[:LENGTH]} for row in known]
    if folded:
        one = sa.update(rows).where(rows.c.id == sa.bindparam("row"))
        op.get_bind().execute(one.values(email_key=sa.bindparam("key")), folded)
