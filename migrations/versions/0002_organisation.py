"""The organisation's profile, one row."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("legal_name", sa.String(length=200), nullable=False),
        sa.Column("public_name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=22), nullable=False),
        sa.Column("mission", sa.Text(), nullable=False),
        sa.Column("street_address", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("country_area", sa.String(length=100), nullable=False),
        sa.Column("postal_code", sa.String(length=20), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("ein", sa.String(length=20), nullable=False),
        sa.Column("statement_501c3", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("hotline", sa.String(length=30), nullable=False),
        sa.Column("hotline_note", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("sender_email", sa.String(length=254), nullable=False),
        sa.Column("logo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("primary_colour", sa.String(length=7), nullable=False),
        sa.Column("accent_colour", sa.String(length=7), nullable=False),
        sa.Column("receipt_jurisdiction", sa.String(length=2), nullable=False),
        sa.Column("receipt_signer", sa.String(length=120), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_organisations_only_one")),
        sa.CheckConstraint(
            "length(short_name) BETWEEN 1 AND 22",
            name=op.f("ck_organisations_short_name_fits_a_card_statement"),
        ),
        sa.ForeignKeyConstraint(
            ["logo_id"], ["stored_files.id"], name=op.f("fk_organisations_logo_id_stored_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )


def downgrade() -> None:
    op.drop_table("organisations")
