"""The requester's own page, the counts that stay, and when somebody was forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packet_counts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.Column("country_area", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("kit", sa.String(length=120), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "returned >= 0 AND returned <= asked", name=op.f("ck_packet_counts_no_more_returned_than_asked")
        ),
        sa.CheckConstraint(
            "sent >= 0 AND sent <= asked", name=op.f("ck_packet_counts_no_more_sent_than_asked")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_counts")),
        sa.UniqueConstraint(
            "month",
            "country_code",
            "country_area",
            "language",
            "channel",
            "way",
            "kit",
            name="uq_packet_counts",
        ),
    )
    op.create_table(
        "packet_page_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_page_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_packet_page_links_token_digest")),
    )
    op.create_index("ix_packet_page_links_mailbox", "packet_page_links", ["mailbox", "asked_at"])
    op.create_table(
        "packet_page_visits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_page_visits")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_packet_page_visits_token_digest")),
    )
    op.create_index("ix_packet_page_visits_mailbox", "packet_page_visits", ["mailbox"])
    op.create_table(
        "packet_purges",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ran_on", sa.Date(), nullable=False),
        sa.Column("last_ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forgotten", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_purges")),
        sa.UniqueConstraint("kind", "ran_on", name="uq_packet_purges"),
    )
    op.create_table(
        "packet_turns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.CheckConstraint("requests >= 0", name=op.f("ck_packet_turns_requests")),
        sa.CheckConstraint("working_days >= 0", name=op.f("ck_packet_turns_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_turns")),
        sa.UniqueConstraint("month", "channel", "working_days", name="uq_packet_turns"),
    )


def downgrade() -> None:
    op.drop_table("packet_turns")
    op.drop_table("packet_purges")
    op.drop_index("ix_packet_page_visits_mailbox", table_name="packet_page_visits")
    op.drop_table("packet_page_visits")
    op.drop_index("ix_packet_page_links_mailbox", table_name="packet_page_links")

    op.drop_table("packet_page_links")
    op.drop_table("packet_counts")
