"""What a recurring gift asked for until its amount was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "plan_past_amounts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan_id", BIG, nullable=False),
        sa.Column("amount_minor", BIG, nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["recurring_plans.id"], name=op.f("fk_plan_past_amounts_plan_id_recurring_plans")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_past_amounts")),
        sa.UniqueConstraint("plan_id", "amount_minor", "amount_currency", name="uq_plan_past_amounts_amount"),
    )


def downgrade() -> None:
    op.drop_table("plan_past_amounts")
