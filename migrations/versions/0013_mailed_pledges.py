"""Checks that donors have said they will mail."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailed_pledges",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("prefix", sa.String(length=5), nullable=False),
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("donor_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("recognition_name", sa.String(length=120), nullable=False),
        sa.Column("consent_wording", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reminder", sa.String(length=10), nullable=False),
        sa.Column("reminder_turn", sa.Integer(), nullable=False),
        sa.Column("reminder_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_name", sa.String(length=200), nullable=False),
        sa.Column("street_address", sa.String(length=400), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("city_area", sa.String(length=120), nullable=False),
        sa.Column("country_area", sa.String(length=120), nullable=False),
        sa.Column("postal_code", sa.String(length=40), nullable=False),
        sa.Column("sorting_code", sa.String(length=40), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.CheckConstraint(
            "(state = 'received') = (gift_id IS NOT NULL)",
            name=op.f("ck_mailed_pledges_received_with_its_gift"),
        ),
        sa.CheckConstraint(
            "reminder IN ('none', 'released', 'sent', 'left')", name=op.f("ck_mailed_pledges_reminder")
        ),
        sa.CheckConstraint(
            "state IN ('promised', 'received', 'lapsed', 'withdrawn')", name=op.f("ck_mailed_pledges_state")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_mailed_pledges_amount_positive")),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_mailed_pledges_fund_id_funds")),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_mailed_pledges_gift_id_gifts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_pledges")),
        sa.UniqueConstraint("action_key", name=op.f("uq_mailed_pledges_action_key")),
        sa.UniqueConstraint("code", name=op.f("uq_mailed_pledges_code")),
        sa.UniqueConstraint("gift_id", name=op.f("uq_mailed_pledges_gift_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_mailed_pledges_token_digest")),
    )
    with op.batch_alter_table("mailed_pledges", schema=None) as batch_op:
        batch_op.create_index("ix_mailed_pledges_state", ["state", "created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("mailed_pledges", schema=None) as batch_op:
        batch_op.drop_index("ix_mailed_pledges_state")

    op.drop_table("mailed_pledges")
