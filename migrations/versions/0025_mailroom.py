"""Label sheets by measurements, printers with their nudge, sheets that were begun."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "label_stocks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("name_key", sa.String(length=40), nullable=False),
        sa.Column("page_width", sa.Integer(), nullable=False),
        sa.Column("page_height", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("top", sa.Integer(), nullable=False),
        sa.Column("dx", sa.Integer(), nullable=False),
        sa.Column("dy", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("columns >= 1 AND rows >= 1", name=op.f("ck_label_stocks_has_labels")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_label_stocks_labels_have_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_stocks")),
        sa.UniqueConstraint("name_key", name=op.f("uq_label_stocks_name_key")),
    )
    op.create_table(
        "part_sheets",
        sa.Column("stock", sa.String(length=40), nullable=False),
        sa.Column("next_free", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("next_free >= 1", name=op.f("ck_part_sheets_next_free")),
        sa.PrimaryKeyConstraint("stock", name=op.f("pk_part_sheets")),
    )
    op.create_table(
        "printers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_key", sa.String(length=60), nullable=False),
        sa.Column("nudge_right", sa.Integer(), nullable=False),
        sa.Column("nudge_down", sa.Integer(), nullable=False),
        sa.CheckConstraint("nudge_down BETWEEN -100 AND 100", name=op.f("ck_printers_down")),
        sa.CheckConstraint("nudge_right BETWEEN -100 AND 100", name=op.f("ck_printers_right")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printers")),
        sa.UniqueConstraint("name_key", name=op.f("uq_printers_name_key")),
    )


def downgrade() -> None:
    op.drop_table("printers")
    op.drop_table("part_sheets")
    op.drop_table("label_stocks")
