"""Other currencies with what their payments cost, and what donors add for it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "giving_currencies",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("fee_basis_points", sa.Integer(), nullable=False),
        sa.Column("fee_fixed_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "fee_basis_points BETWEEN 0 AND 2000", name=op.f("ck_giving_currencies_fee_basis_points")
        ),
        sa.CheckConstraint("fee_fixed_minor >= 0", name=op.f("ck_giving_currencies_fee_fixed")),
        sa.PrimaryKeyConstraint("currency", name=op.f("pk_giving_currencies")),
    )
    with op.batch_alter_table("donations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "fee_cover_minor",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=False,
                server_default="0",
            )
        )
        batch_op.create_check_constraint(
            op.f("ck_donations_fee_cover"), "fee_cover_minor >= 0 AND fee_cover_minor < amount_minor"
        )
    with op.batch_alter_table("donations", schema=None) as batch_op:
        batch_op.alter_column("fee_cover_minor", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("donations", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_donations_fee_cover"), type_="check")
        batch_op.drop_column("fee_cover_minor")
    op.drop_table("giving_currencies")
