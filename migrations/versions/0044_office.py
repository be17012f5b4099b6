"""Days on which the office is closed, when a second request counts as one, and the audit by what it is about."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packet_closures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_packet_closures_last_after_first")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_closures")),
        sa.UniqueConstraint("action_key", name=op.f("uq_packet_closures_action_key")),
    )
    with op.batch_alter_table("packet_closures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_packet_closures_first_on"), ["first_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_packet_closures_last_on"), ["last_on"], unique=False)

    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_subject", ["subject_kind", "subject_id"], unique=False)

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("packet_repeat_days", sa.Integer(), nullable=False, server_default="90")
        )

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.alter_column("packet_repeat_days", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_organisations_packet_repeat_days"), "packet_repeat_days BETWEEN 1 AND 730"
        )


def downgrade() -> None:
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_organisations_packet_repeat_days"), type_="check")
        batch_op.drop_column("packet_repeat_days")

    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject")

    with op.batch_alter_table("packet_closures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_packet_closures_last_on"))
        batch_op.drop_index(batch_op.f("ix_packet_closures_first_on"))

    op.drop_table("packet_closures")
