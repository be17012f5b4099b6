"""Mail that came back, packets that nobody fetched, and the post instead."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_OF_LINKS = ("bounced_at", "reminded_at", "unfetched_at")


def upgrade() -> None:
    op.create_table(
        "mailbox_messages",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_mailbox_messages"),
    )
    with op.batch_alter_table("packet_links", schema=None) as batch_op:
        for column in _OF_LINKS:
            batch_op.add_column(sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("post_wording", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.alter_column("post_wording", server_default=None)
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email_bounced_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_column("email_bounced_at")
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.drop_column("post_wording")
    with op.batch_alter_table("packet_links", schema=None) as batch_op:
        for column in _OF_LINKS[::-1]:
            batch_op.drop_column(column)
    op.drop_table("mailbox_messages")
