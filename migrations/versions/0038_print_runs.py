"""Print runs for donors: what was printed, line by line, and who was left out."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "print_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("chosen", sa.String(length=400), nullable=False),
        sa.Column("stock", sa.String(length=40), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("count >= 1", name=op.f("ck_print_runs_count")),
        sa.CheckConstraint("start >= 1", name=op.f("ck_print_runs_start")),
        sa.ForeignKeyConstraint(
            ["printed_by_id"], ["users.id"], name=op.f("fk_print_runs_printed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_runs")),
        sa.UniqueConstraint("action_key", name=op.f("uq_print_runs_action_key")),
    )
    op.create_table(
        "left_out_of_print_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "why IN ('died', 'no_mail', 'no_address', 'incomplete', 'twice', 'no_room')",
            name=op.f("ck_left_out_of_print_runs_why"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_left_out_of_print_runs_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["print_runs.id"], name=op.f("fk_left_out_of_print_runs_run_id_print_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_left_out_of_print_runs")),
        sa.UniqueConstraint("run_id", "person_id", name=op.f("uq_left_out_of_print_runs_run_id_person_id")),
    )
    with op.batch_alter_table("left_out_of_print_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_left_out_of_print_runs_person_id"), ["person_id"], unique=False)

    op.create_table(
        "printed_addresses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_printed_addresses_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["print_runs.id"], name=op.f("fk_printed_addresses_run_id_print_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_addresses")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_printed_addresses_run_id_position")),
    )
    with op.batch_alter_table("printed_addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printed_addresses_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("printed_addresses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_printed_addresses_person_id"))

    op.drop_table("printed_addresses")
    with op.batch_alter_table("left_out_of_print_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_left_out_of_print_runs_person_id"))

    op.drop_table("left_out_of_print_runs")
    op.drop_table("print_runs")
