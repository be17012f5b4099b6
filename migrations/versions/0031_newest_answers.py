"""Which answer of Stripe's a recurring gift was brought to last."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("recurring_plans") as batch_op:
        batch_op.add_column(sa.Column("followed", number, nullable=False, server_default="0"))
    with op.batch_alter_table("recurring_plans") as batch_op:
        batch_op.alter_column("followed", server_default=None)
        batch_op.create_index(op.f("ix_recurring_plans_followed"), ["followed"])


def downgrade() -> None:
    with op.batch_alter_table("recurring_plans") as batch_op:
        batch_op.drop_index(op.f("ix_recurring_plans_followed"))
        batch_op.drop_column("followed")
