"""Packets: editions, requests, links by e-mail, print runs and their pieces."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packet_editions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("reviewer", sa.String(length=120), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_packet_editions_file_id_stored_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_editions")),
        sa.UniqueConstraint("action_key", name=op.f("uq_packet_editions_action_key")),
    )
    op.create_index("ix_packet_editions_language", "packet_editions", ["language", "active"])

    op.create_table(
        "packet_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("postal_key", sa.String(length=40), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("phone_key", sa.String(length=40), nullable=False),
        sa.Column("consent_wording", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("newsletter_wording", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_name", sa.String(length=200), nullable=False),
        sa.Column("street_address", sa.String(length=400), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("city_area", sa.String(length=120), nullable=False),
        sa.Column("country_area", sa.String(length=120), nullable=False),
        sa.Column("postal_code", sa.String(length=40), nullable=False),
        sa.Column("sorting_code", sa.String(length=40), nullable=False),
        sa.Column("country_code", sa.String(length=2), nullable=False),
        sa.CheckConstraint(
            "(state IN ('duplicate', 'sent', 'delivered', 'cancelled')) = (closed_at IS NOT NULL)",
            name=op.f("ck_packet_requests_closed_at"),
        ),
        sa.CheckConstraint(
            "(state IN ('sent', 'delivered', 'returned')) = (sent_at IS NOT NULL)",
            name=op.f("ck_packet_requests_sent_at"),
        ),
        sa.CheckConstraint(
            "channel IN ('web', 'phone', 'letter', 'email', 'event')", name=op.f("ck_packet_requests_channel")
        ),
        sa.CheckConstraint(
            "relation IN ('', 'patient', 'caregiver', 'professional')",
            name=op.f("ck_packet_requests_relation"),
        ),
        sa.CheckConstraint(
            "state IN ('new', 'needs_info', 'duplicate', 'approved', 'batched', 'packed', 'sent', "
            "'delivered', 'returned', 'cancelled', 'on_hold')",
            name=op.f("ck_packet_requests_state"),
        ),
        sa.CheckConstraint(
            "way = 'email' OR length(country_code) = 2", name=op.f("ck_packet_requests_country_to_post_to")
        ),
        sa.CheckConstraint(
            "way = 'post' OR email <> '' OR erased_at IS NOT NULL",
            name=op.f("ck_packet_requests_email_to_send_to"),
        ),
        sa.CheckConstraint(
            "way = 'post' OR state NOT IN ('batched', 'packed')",
            name=op.f("ck_packet_requests_only_post_is_packed"),
        ),
        sa.CheckConstraint("way IN ('email', 'post')", name=op.f("ck_packet_requests_way")),
        sa.CheckConstraint(
            "erased_at IS NULL OR closed_at IS NOT NULL", name=op.f("ck_packet_requests_erased_after_closing")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["users.id"], name=op.f("fk_packet_requests_operator_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_requests")),
        sa.UniqueConstraint("action_key", name=op.f("uq_packet_requests_action_key")),
    )
    op.create_index(op.f("ix_packet_requests_email_key"), "packet_requests", ["email_key"])
    op.create_index("ix_packet_requests_name", "packet_requests", ["name_key", "postal_key"])
    op.create_index(op.f("ix_packet_requests_phone_key"), "packet_requests", ["phone_key"])
    op.create_index("ix_packet_requests_queue", "packet_requests", ["state", "received_at"])

    op.create_table(
        "packet_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("stock", sa.String(length=20), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('printed', 'sent', 'taken_back')", name=op.f("ck_packet_runs_state")),
        sa.CheckConstraint("start >= 1", name=op.f("ck_packet_runs_start_on_the_sheet")),
        sa.ForeignKeyConstraint(
            ["printed_by_id"], ["users.id"], name=op.f("fk_packet_runs_printed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_runs")),
        sa.UniqueConstraint("action_key", name=op.f("uq_packet_runs_action_key")),
    )
    op.create_table(
        "packet_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_downloaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["packet_editions.id"], name=op.f("fk_packet_links_edition_id_packet_editions")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["packet_requests.id"], name=op.f("fk_packet_links_request_id_packet_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_links")),
        sa.UniqueConstraint("digest", name=op.f("uq_packet_links_digest")),
    )
    op.create_index(op.f("ix_packet_links_request_id"), "packet_links", ["request_id"])

    op.create_table(
        "packet_pieces",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["packet_requests.id"], name=op.f("fk_packet_pieces_request_id_packet_requests")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["packet_runs.id"], name=op.f("fk_packet_pieces_run_id_packet_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_pieces")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_packet_pieces_run_id_position")),
    )
    op.create_index(op.f("ix_packet_pieces_request_id"), "packet_pieces", ["request_id"])
    op.create_index(
        "uq_packet_pieces_in_one_run",
        "packet_pieces",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_packet_pieces_in_one_run",
        table_name="packet_pieces",
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.drop_index(op.f("ix_packet_pieces_request_id"), table_name="packet_pieces")

    op.drop_table("packet_pieces")
    op.drop_index(op.f("ix_packet_links_request_id"), table_name="packet_links")

    op.drop_table("packet_links")
    op.drop_table("packet_runs")
    op.drop_index("ix_packet_requests_queue", table_name="packet_requests")
    op.drop_index(op.f("ix_packet_requests_phone_key"), table_name="packet_requests")
    op.drop_index("ix_packet_requests_name", table_name="packet_requests")
    op.drop_index(op.f("ix_packet_requests_email_key"), table_name="packet_requests")

    op.drop_table("packet_requests")
    op.drop_index("ix_packet_editions_language", table_name="packet_editions")

    op.drop_table("packet_editions")
