"""Receipts, their counters and their links."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FROZEN = "jurisdiction, year, seq, number, gift_id, replaces_id, data, file_id, issued_at, issued_on"
SENTENCE = "a receipt that was issued stays as it is"


def freeze() -> None:
    """Have the database itself refuse to change what stands on a receipt, and to delete one."""
    if op.get_bind().dialect.name == "sqlite":
        for name, verb in (("update", f"UPDATE OF {FROZEN}"), ("delete", "DELETE")):
            op.execute(
                f"CREATE TRIGGER receipts_no_{name} BEFORE {verb} ON receipts "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION receipts_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER receipts_frozen BEFORE UPDATE OF {FROZEN} OR DELETE ON receipts "
        "FOR EACH ROW EXECUTE FUNCTION receipts_frozen()"
    )


def upgrade() -> None:
    op.create_table(
        "receipt_counters",
        sa.Column("jurisdiction", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_receipt_counters_last_not_negative")),
        sa.PrimaryKeyConstraint("jurisdiction", "year", name=op.f("pk_receipt_counters")),
    )
    op.create_table(
        "receipts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("jurisdiction", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("spelled_out", sa.String(length=200), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.String(length=200), nullable=False),
        sa.Column("delivery", sa.String(length=10), nullable=False),
        sa.Column("sendings", sa.Integer(), nullable=False),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'issued') = (ended_at IS NULL)", name=op.f("ck_receipts_ended_with_a_day")
        ),
        sa.CheckConstraint(
            "(state = 'issued') = (ended_reason = '')", name=op.f("ck_receipts_ended_with_a_reason")
        ),
        sa.CheckConstraint("delivery IN ('email', 'post')", name=op.f("ck_receipts_delivery")),
        sa.CheckConstraint("state IN ('issued', 'replaced', 'void')", name=op.f("ck_receipts_state")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_receipts_seq_positive")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_receipts_file_id_stored_files")
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_receipts_gift_id_gifts")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["receipts.id"], name=op.f("fk_receipts_replaces_id_receipts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("jurisdiction", "year", "seq", name=op.f("uq_receipts_jurisdiction_year_seq")),
        sa.UniqueConstraint("number", name=op.f("uq_receipts_number")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_receipts_replaces_id")),
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipts_gift_id"), ["gift_id"], unique=False)
        batch_op.create_index("ix_receipts_to_print", ["delivery", "state", "printed_at"], unique=False)
        batch_op.create_index(
            "uq_receipts_one_active",
            ["gift_id"],
            unique=True,
            sqlite_where=sa.text("state = 'issued'"),
            postgresql_where=sa.text("state = 'issued'"),
        )

    op.create_table(
        "receipt_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receipt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipts.id"], name=op.f("fk_receipt_links_receipt_id_receipts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_receipt_links_token_digest")),
    )
    with op.batch_alter_table("receipt_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_links_receipt_id"), ["receipt_id"], unique=False)

    freeze()


def downgrade() -> None:
    with op.batch_alter_table("receipt_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_links_receipt_id"))

    op.drop_table("receipt_links")
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_receipts_one_active",
            sqlite_where=sa.text("state = 'issued'"),
            postgresql_where=sa.text("state = 'issued'"),
        )
        batch_op.drop_index("ix_receipts_to_print")
        batch_op.drop_index(batch_op.f("ix_receipts_gift_id"))

    op.drop_table("receipts")
    op.drop_table("receipt_counters")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION receipts_frozen()")
