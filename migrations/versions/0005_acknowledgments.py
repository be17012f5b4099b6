"""Public thanks for gifts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "acknowledgments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recognition_name", sa.String(length=120), nullable=False),
        sa.Column("sort_key", sa.String(length=240), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'withdrawn')", name=op.f("ck_acknowledgments_state")
        ),
        sa.CheckConstraint(
            "length(recognition_name) BETWEEN 1 AND 120",
            name=op.f("ck_acknowledgments_recognition_name_length"),
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_acknowledgments_gift_id_gifts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgments")),
        sa.UniqueConstraint("gift_id", name=op.f("uq_acknowledgments_gift_id")),
    )
    with op.batch_alter_table("acknowledgments", schema=None) as batch_op:
        batch_op.create_index("ix_acknowledgments_state", ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("acknowledgments", schema=None) as batch_op:
        batch_op.drop_index("ix_acknowledgments_state")

    op.drop_table("acknowledgments")
