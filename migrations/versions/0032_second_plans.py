"""Subscriptions too many, which are ended and paid back."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_plans",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("donation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subscription_id", sa.String(length=120), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donations.id"], name=op.f("fk_second_plans_donation_id_donations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_plans")),
        sa.UniqueConstraint("subscription_id", name=op.f("uq_second_plans_subscription_id")),
    )
    op.create_index(op.f("ix_second_plans_donation_id"), "second_plans", ["donation_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_second_plans_donation_id"), table_name="second_plans")
    op.drop_table("second_plans")
