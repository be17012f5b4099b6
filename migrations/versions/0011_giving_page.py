"""Links to donors' own pages, and the devices that used one."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "giving_devices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_giving_devices")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_giving_devices_token_digest")),
    )
    with op.batch_alter_table("giving_devices", schema=None) as batch_op:
        batch_op.create_index("ix_giving_devices_mailbox", ["mailbox"], unique=False)

    op.create_table(
        "giving_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_giving_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_giving_links_token_digest")),
    )
    with op.batch_alter_table("giving_links", schema=None) as batch_op:
        batch_op.create_index("ix_giving_links_mailbox", ["mailbox", "asked_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("giving_links", schema=None) as batch_op:
        batch_op.drop_index("ix_giving_links_mailbox")

    op.drop_table("giving_links")
    with op.batch_alter_table("giving_devices", schema=None) as batch_op:
        batch_op.drop_index("ix_giving_devices_mailbox")

    op.drop_table("giving_devices")
