"""Recalls of editions, and the corrections that their holders get."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packet_recalls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("edition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "called_off_at IS NULL OR ended_at IS NOT NULL",
            name=op.f("ck_packet_recalls_called_off_is_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["packet_editions.id"], name=op.f("fk_packet_recalls_edition_id_packet_editions")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["users.id"], name=op.f("fk_packet_recalls_started_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_recalls")),
        sa.UniqueConstraint("action_key", name=op.f("uq_packet_recalls_action_key")),
    )
    with op.batch_alter_table("packet_recalls", schema=None) as batch_op:
        batch_op.create_index(
            "uq_packet_recalls_one_for_an_edition",
            ["edition_id"],
            unique=True,
            sqlite_where=sa.text("called_off_at IS NULL"),
            postgresql_where=sa.text("called_off_at IS NULL"),
        )

    op.create_table(
        "packet_corrections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("way IN ('email', 'post')", name=op.f("ck_packet_corrections_way")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["packet_links.id"], name=op.f("fk_packet_corrections_link_id_packet_links")
        ),
        sa.ForeignKeyConstraint(
            ["recall_id"], ["packet_recalls.id"], name=op.f("fk_packet_corrections_recall_id_packet_recalls")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["packet_requests.id"],
            name=op.f("fk_packet_corrections_request_id_packet_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_corrections")),
        sa.UniqueConstraint(
            "recall_id", "request_id", name=op.f("uq_packet_corrections_recall_id_request_id")
        ),
    )
    with op.batch_alter_table("packet_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_packet_corrections_request_id"), ["request_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("packet_corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_packet_corrections_request_id"))

    op.drop_table("packet_corrections")
    with op.batch_alter_table("packet_recalls", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_packet_recalls_one_for_an_edition",
            sqlite_where=sa.text("called_off_at IS NULL"),
            postgresql_where=sa.text("called_off_at IS NULL"),
        )

    op.drop_table("packet_recalls")
