"""Campaigns, the gifts that belong to one, and which fund follows one that is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ADDED = (
    ("funds", "successor_id", "funds"),
    ("donations", "campaign_id", "campaigns"),
    ("gifts", "campaign_id", "campaigns"),
    ("mailed_pledges", "campaign_id", "campaigns"),
)


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_key", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("goal_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("suggested_minor", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("show_total", sa.Boolean(), nullable=False),
        sa.Column("show_supporters", sa.Boolean(), nullable=False),
        sa.Column("picture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("picture_alt", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'draft') = (published_at IS NULL)", name=op.f("ck_campaigns_published_has_its_instant")
        ),
        sa.CheckConstraint(
            "picture_id IS NULL OR picture_alt <> ''", name=op.f("ck_campaigns_picture_in_words_too")
        ),
        sa.CheckConstraint("state IN ('draft', 'published', 'closed')", name=op.f("ck_campaigns_state")),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_campaigns_ends_after_it_starts")
        ),
        sa.CheckConstraint("goal_minor IS NULL OR goal_minor > 0", name=op.f("ck_campaigns_goal_positive")),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_campaigns_fund_id_funds")),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["stored_files.id"], name=op.f("fk_campaigns_picture_id_stored_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("entry_key", name=op.f("uq_campaigns_entry_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_campaigns_slug")),
    )
    for table, column, other in ADDED:
        _add(table, column, other)
    op.create_index(op.f("ix_gifts_campaign_id"), "gifts", ["campaign_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_gifts_campaign_id"), table_name="gifts")
    for table, column, _ in reversed(ADDED):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
    op.drop_table("campaigns")


def _add(table: str, column: str, other: str) -> None:
    key = sa.ForeignKey(f"{other}.id", name=op.f(f"fk_{table}_{column}_{other}"))
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column(table, sa.Column(column, number, key, nullable=True), inline_references=on_sqlite)
