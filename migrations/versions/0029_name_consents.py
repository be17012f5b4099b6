"""Every consent to be named, each with its own day and words."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_consents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recognition_name", sa.String(length=120), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_name_consents_gift_id_gifts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_consents")),
    )
    op.create_index(op.f("ix_name_consents_gift_id"), "name_consents", ["gift_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_name_consents_gift_id"), table_name="name_consents")
    op.drop_table("name_consents")
