"""The ledger of attempts to give, pauses of the form, runs of refunds, and how often public forms are sent."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hour", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=4), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("mailbox", sa.String(length=32), nullable=False),
        sa.Column("seal", sa.String(length=32), nullable=False),
        sa.Column("card", sa.String(length=32), nullable=False),
        sa.Column("charge_id", sa.String(length=120), nullable=True),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("hasty", sa.Boolean(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(outcome IN ('paid', 'declined')) = (charge_id IS NOT NULL)", name=op.f("ck_attempts_charge")
        ),
        sa.CheckConstraint(
            "outcome IN ('let', 'asked', 'stopped', 'paused', 'linked', 'paid', 'declined')",
            name=op.f("ck_attempts_outcome"),
        ),
        sa.CheckConstraint("way IN ('form', 'link')", name=op.f("ck_attempts_way")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("charge_id", name=op.f("uq_attempts_charge_id")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempts_action_key"), ["action_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempts_card"), ["card"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempts_hour"), ["hour"], unique=False)
        batch_op.create_index("ix_attempts_outcome", ["outcome", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempts_source"), ["source"], unique=False)

    op.create_table(
        "forms_sent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forms_sent")),
    )
    with op.batch_alter_table("forms_sent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forms_sent_at"), ["at"], unique=False)
        batch_op.create_index("ix_forms_sent_source", ["source", "form", "at"], unique=False)

    op.create_table(
        "form_pauses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(is_open IS NULL) = (ended_at IS NOT NULL)", name=op.f("ck_form_pauses_open_or_ended")
        ),
        sa.CheckConstraint("is_open IS NULL OR is_open", name=op.f("ck_form_pauses_open_is_true")),
        sa.ForeignKeyConstraint(["began_by_id"], ["users.id"], name=op.f("fk_form_pauses_began_by_id_users")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name=op.f("fk_form_pauses_ended_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_pauses")),
        sa.UniqueConstraint("is_open", name=op.f("uq_form_pauses_is_open")),
    )
    op.create_table(
        "refund_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_key", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_refund_runs_asked_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_runs")),
        sa.UniqueConstraint("run_key", name=op.f("uq_refund_runs_run_key")),
    )


def downgrade() -> None:
    op.drop_table("refund_runs")
    op.drop_table("form_pauses")
    with op.batch_alter_table("forms_sent", schema=None) as batch_op:
        batch_op.drop_index("ix_forms_sent_source")
        batch_op.drop_index(batch_op.f("ix_forms_sent_at"))

    op.drop_table("forms_sent")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempts_source"))
        batch_op.drop_index("ix_attempts_outcome")
        batch_op.drop_index(batch_op.f("ix_attempts_hour"))
        batch_op.drop_index(batch_op.f("ix_attempts_card"))
        batch_op.drop_index(batch_op.f("ix_attempts_action_key"))

    op.drop_table("attempts")
