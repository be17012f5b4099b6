"""Donors who have died, and what is no longer sent to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deaths",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("learned", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "learned IN ('family', 'obituary', 'returned', 'other')", name=op.f("ck_deaths_learned")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_deaths_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deaths")),
    )
    with op.batch_alter_table("deaths", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deaths_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_deaths_standing",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("do_not_mail", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(
            sa.Column("do_not_email", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("deceased_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_column("deceased_on")
        batch_op.drop_column("do_not_email")
        batch_op.drop_column("do_not_mail")
    with op.batch_alter_table("deaths", schema=None) as batch_op:
        batch_op.drop_index("uq_deaths_standing")
        batch_op.drop_index(batch_op.f("ix_deaths_person_id"))
    op.drop_table("deaths")
