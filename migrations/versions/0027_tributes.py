"""Gifts in honor or in memory: what donors wrote, whom they honor, the letters to families, who may be named."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "honourees",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=240), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer IN ('unasked', 'asked', 'agreed', 'declined')", name=op.f("ck_honourees_answer")
        ),
        sa.CheckConstraint("kind IN ('honor', 'memory')", name=op.f("ck_honourees_kind")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_honourees_name_length")),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_honourees_merged_into_another")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["honourees.id"], name=op.f("fk_honourees_merged_into_id_honourees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honourees")),
    )
    with op.batch_alter_table("honourees", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_honourees_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index("ix_honourees_name_key", ["name_key"], unique=False)

    op.create_table(
        "honouree_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("honouree_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "answer IN ('asked', 'agreed', 'declined')", name=op.f("ck_honouree_answers_answer")
        ),
        sa.CheckConstraint("wording <> ''", name=op.f("ck_honouree_answers_wording_kept")),
        sa.ForeignKeyConstraint(
            ["honouree_id"], ["honourees.id"], name=op.f("fk_honouree_answers_honouree_id_honourees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honouree_answers")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_honouree_answers_token_digest")),
    )
    with op.batch_alter_table("honouree_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_honouree_answers_honouree_id"), ["honouree_id"], unique=False)

    op.create_table(
        "honouree_thanks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("honouree_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('published', 'withdrawn')", name=op.f("ck_honouree_thanks_state")),
        sa.ForeignKeyConstraint(
            ["honouree_id"], ["honourees.id"], name=op.f("fk_honouree_thanks_honouree_id_honourees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honouree_thanks")),
        sa.UniqueConstraint("honouree_id", name=op.f("uq_honouree_thanks_honouree_id")),
    )
    op.create_table(
        "tribute_recipients",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("honouree_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "channel <> 'email' OR email <> ''", name=op.f("ck_tribute_recipients_email_to_write_to")
        ),
        sa.CheckConstraint(
            "channel <> 'post' OR address <> ''", name=op.f("ck_tribute_recipients_address_to_write_to")
        ),
        sa.CheckConstraint(
            "channel IN ('email', 'post', 'none')", name=op.f("ck_tribute_recipients_channel")
        ),
        sa.ForeignKeyConstraint(
            ["honouree_id"], ["honourees.id"], name=op.f("fk_tribute_recipients_honouree_id_honourees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tribute_recipients")),
    )
    with op.batch_alter_table("tribute_recipients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tribute_recipients_honouree_id"), ["honouree_id"], unique=False)

    op.create_table(
        "tribute_notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel IN ('email', 'post')", name=op.f("ck_tribute_notices_channel")),
        sa.CheckConstraint(
            "state IN ('held', 'sent', 'to_print', 'printed', 'corrected', 'left', 'stopped', 'dropped')",
            name=op.f("ck_tribute_notices_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'printed', 'corrected') OR data IS NOT NULL",
            name=op.f("ck_tribute_notices_told_in_words"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["tribute_notices.id"],
            name=op.f("fk_tribute_notices_corrects_id_tribute_notices"),
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["tribute_recipients.id"],
            name=op.f("fk_tribute_notices_recipient_id_tribute_recipients"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tribute_notices")),
    )
    with op.batch_alter_table("tribute_notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tribute_notices_corrects_id"), ["corrects_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tribute_notices_recipient_id"), ["recipient_id"], unique=False)
        batch_op.create_index("ix_tribute_notices_state", ["state"], unique=False)

    op.create_table(
        "tributes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("donation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mailed_pledge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("honouree_name", sa.String(length=120), nullable=False),
        sa.Column("occasion", sa.String(length=120), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("tell", sa.String(length=10), nullable=False),
        sa.Column("recipient_name", sa.String(length=120), nullable=False),
        sa.Column("recipient_email", sa.String(length=254), nullable=False),
        sa.Column("recipient_address", sa.Text(), nullable=False),
        sa.Column("donor_named", sa.Boolean(), nullable=False),
        sa.Column("donor_name", sa.String(length=200), nullable=False),
        sa.Column("honouree_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recipient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('honor', 'memory')", name=op.f("ck_tributes_kind")),
        sa.CheckConstraint("tell IN ('nobody', 'email', 'post')", name=op.f("ck_tributes_tell")),
        sa.CheckConstraint(
            "donation_id IS NOT NULL OR mailed_pledge_id IS NOT NULL OR gift_id IS NOT NULL",
            name=op.f("ck_tributes_origin"),
        ),
        sa.CheckConstraint(
            "honouree_id IS NULL OR gift_id IS NOT NULL", name=op.f("ck_tributes_honouree_with_its_gift")
        ),
        sa.CheckConstraint(
            "recipient_id IS NULL OR honouree_id IS NOT NULL", name=op.f("ck_tributes_recipient_of_honouree")
        ),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donations.id"], name=op.f("fk_tributes_donation_id_donations")
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_tributes_gift_id_gifts")),
        sa.ForeignKeyConstraint(
            ["honouree_id"], ["honourees.id"], name=op.f("fk_tributes_honouree_id_honourees")
        ),
        sa.ForeignKeyConstraint(
            ["mailed_pledge_id"],
            ["mailed_pledges.id"],
            name=op.f("fk_tributes_mailed_pledge_id_mailed_pledges"),
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["tribute_recipients.id"],
            name=op.f("fk_tributes_recipient_id_tribute_recipients"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tributes")),
        sa.UniqueConstraint("donation_id", name=op.f("uq_tributes_donation_id")),
        sa.UniqueConstraint("gift_id", name=op.f("uq_tributes_gift_id")),
        sa.UniqueConstraint("mailed_pledge_id", name=op.f("uq_tributes_mailed_pledge_id")),
    )
    with op.batch_alter_table("tributes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tributes_honouree_id"), ["honouree_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tributes_recipient_id"), ["recipient_id"], unique=False)

    op.create_table(
        "tribute_notice_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tribute_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["tribute_notices.id"],
            name=op.f("fk_tribute_notice_lines_notice_id_tribute_notices"),
        ),
        sa.ForeignKeyConstraint(
            ["tribute_id"], ["tributes.id"], name=op.f("fk_tribute_notice_lines_tribute_id_tributes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tribute_notice_lines")),
    )
    with op.batch_alter_table("tribute_notice_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tribute_notice_lines_tribute_id"), ["tribute_id"], unique=False)
        batch_op.create_index("uq_tribute_notice_lines_once", ["notice_id", "tribute_id"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("tribute_notice_lines", schema=None) as batch_op:
        batch_op.drop_index("uq_tribute_notice_lines_once")
        batch_op.drop_index(batch_op.f("ix_tribute_notice_lines_tribute_id"))

    op.drop_table("tribute_notice_lines")
    with op.batch_alter_table("tributes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tributes_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_tributes_honouree_id"))

    op.drop_table("tributes")
    with op.batch_alter_table("tribute_notices", schema=None) as batch_op:
        batch_op.drop_index("ix_tribute_notices_state")
        batch_op.drop_index(batch_op.f("ix_tribute_notices_recipient_id"))
        batch_op.drop_index(batch_op.f("ix_tribute_notices_corrects_id"))

    op.drop_table("tribute_notices")
    with op.batch_alter_table("tribute_recipients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tribute_recipients_honouree_id"))

    op.drop_table("tribute_recipients")
    op.drop_table("honouree_thanks")
    with op.batch_alter_table("honouree_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_honouree_answers_honouree_id"))

    op.drop_table("honouree_answers")
    with op.batch_alter_table("honourees", schema=None) as batch_op:
        batch_op.drop_index("ix_honourees_name_key")
        batch_op.drop_index(batch_op.f("ix_honourees_merged_into_id"))

    op.drop_table("honourees")
