"""Pages to pay on, for callers."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phone_pages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("donation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mails BETWEEN 1 AND 3", name=op.f("ck_phone_pages_mails")),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donations.id"], name=op.f("fk_phone_pages_donation_id_donations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_pages")),
        sa.UniqueConstraint("donation_id", name=op.f("uq_phone_pages_donation_id")),
    )


def downgrade() -> None:
    op.drop_table("phone_pages")
