"""Calls that ask for no packet, notes for the next shift, scripts, and who is taken off every list."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_scripts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("crisis", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_scripts")),
        sa.UniqueConstraint("action_key", name=op.f("uq_call_scripts_action_key")),
    )
    op.create_table(
        "packet_taken_off",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_taken_off")),
        sa.UniqueConstraint("digest", name=op.f("uq_packet_taken_off_digest")),
    )
    op.create_table(
        "call_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("phone_key", sa.String(length=40), nullable=False),
        sa.Column("safe", sa.String(length=10), nullable=False),
        sa.Column("safe_name", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("call_back_on", sa.Date(), nullable=True),
        sa.Column("call_back_when", sa.String(length=80), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("claimed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended", sa.String(length=20), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(ended <> '') = (closed_at IS NOT NULL)", name=op.f("ck_call_entries_closed_at")),
        sa.CheckConstraint(
            "about IN ('listen', 'information', 'crisis', 'support_group', 'packet', 'giving', 'volunteering', "
            "'press', 'other')",
            name=op.f("ck_call_entries_about"),
        ),
        sa.CheckConstraint(
            "closed_at IS NOT NULL OR phone <> ''", name=op.f("ck_call_entries_a_number_to_call_back")
        ),
        sa.CheckConstraint(
            "ended <> 'message_left' OR safe = 'yes'", name=op.f("ck_call_entries_messages_only_where_safe")
        ),
        sa.CheckConstraint(
            "ended IN ('', 'none_wanted', 'reached', 'message_left', 'given_up', 'taken_off')",
            name=op.f("ck_call_entries_ended"),
        ),
        sa.CheckConstraint("kind IN ('talked', 'voicemail')", name=op.f("ck_call_entries_kind")),
        sa.CheckConstraint("safe IN ('', 'yes', 'no')", name=op.f("ck_call_entries_safe")),
        sa.CheckConstraint(
            "(claimed_by_id IS NULL) = (claimed_at IS NULL)", name=op.f("ck_call_entries_claimed_by_somebody")
        ),
        sa.CheckConstraint(
            "claimed_at IS NULL OR closed_at IS NULL",
            name=op.f("ck_call_entries_only_open_calls_are_claimed"),
        ),
        sa.CheckConstraint(
            "erased_at IS NULL OR closed_at IS NOT NULL", name=op.f("ck_call_entries_erased_after_closing")
        ),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_call_entries_tries")),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["users.id"], name=op.f("fk_call_entries_claimed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["users.id"], name=op.f("fk_call_entries_operator_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_entries")),
        sa.UniqueConstraint("action_key", name=op.f("uq_call_entries_action_key")),
    )
    with op.batch_alter_table("call_entries", schema=None) as batch_op:
        batch_op.create_index("ix_call_entries_open", ["closed_at", "heard_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_entries_phone_key"), ["phone_key"], unique=False)

    op.create_table(
        "call_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(read_by_id IS NULL) = (read_at IS NULL)", name=op.f("ck_call_notes_read_by_somebody")
        ),
        sa.ForeignKeyConstraint(["read_by_id"], ["users.id"], name=op.f("fk_call_notes_read_by_id_users")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["users.id"], name=op.f("fk_call_notes_written_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_notes")),
        sa.UniqueConstraint("action_key", name=op.f("uq_call_notes_action_key")),
    )
    with op.batch_alter_table("call_notes", schema=None) as batch_op:
        batch_op.create_index("ix_call_notes_unread", ["read_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("call_notes", schema=None) as batch_op:
        batch_op.drop_index("ix_call_notes_unread")

    op.drop_table("call_notes")
    with op.batch_alter_table("call_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_entries_phone_key"))
        batch_op.drop_index("ix_call_entries_open")

    op.drop_table("call_entries")
    op.drop_table("packet_taken_off")
    op.drop_table("call_scripts")
