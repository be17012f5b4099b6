"""Addresses from which letters came back, and that as a reason to print no label."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_TABLE = "left_out_of_print_runs"
_OLD = "'died', 'no_mail', 'no_address', 'incomplete', 'twice', 'no_room'"
_NEW = "'died', 'no_mail', 'no_address', 'returned', 'incomplete', 'twice', 'no_room'"


def upgrade() -> None:
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
    _allow(_NEW)


def downgrade() -> None:
    op.execute("UPDATE left_out_of_print_runs SET why = 'incomplete' WHERE why = 'returned'")
    _allow(_OLD)
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.drop_column("returned_at")


def _allow(reasons: str) -> None:
    with op.batch_alter_table(_TABLE, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{_TABLE}_why"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{_TABLE}_why"), f"why IN ({reasons})")
