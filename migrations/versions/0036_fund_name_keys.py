"""Funds are told apart by their folded names, on either database."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("funds") as batch_op:
        batch_op.add_column(sa.Column("name_key", sa.String(length=360), nullable=False, server_default=""))
    _fold()
    with op.batch_alter_table("funds") as batch_op:
        batch_op.alter_column("name_key", server_default=None)
        batch_op.drop_constraint("uq_funds_name", type_="unique")
        batch_op.create_unique_constraint(op.f("uq_funds_name_key"), ["name_key"])


def _fold() -> None:
    funds = sa.table("funds", sa.column("id"), sa.column("name"), sa.column("name_key"))
    bind, taken = op.get_bind(), set()
    for fund_id, name in bind.execute(sa.select(funds.c.id, funds.c.name).order_by(funds.c.id)).all():
        key = name.strip().casefold()
        if key in taken:
            key = f"{key} ({fund_id})"  # two that were told apart until now go on, each with a key of its own
        taken.add(key)
        bind.execute(funds.update().where(funds.c.id == fund_id).values(name_key=key))


def downgrade() -> None:
    with op.batch_alter_table("funds") as batch_op:
        batch_op.drop_constraint("uq_funds_name_key", type_="unique")
        batch_op.create_unique_constraint("uq_funds_name", ["name"])
        batch_op.drop_column("name_key")
