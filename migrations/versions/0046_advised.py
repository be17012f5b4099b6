"""Gifts from donor-advised funds: the account, who advised it, and that person's soft credit."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

RULES = {
    "adviser_of_a_fund": "adviser_id IS NULL OR advised_fund <> ''",
    "adviser_gave_nothing": "adviser_id IS NULL OR adviser_id <> donor_id",
    "fund_or_ira": "advised_fund = '' OR ira_custodian = ''",
}
ADVISED = sa.text("matching_gift_id IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("gifts") as batch_op:
        batch_op.add_column(
            sa.Column("advised_fund", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("adviser_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(op.f("fk_gifts_adviser_id_persons"), "persons", ["adviser_id"], ["id"])
        batch_op.create_index(op.f("ix_gifts_adviser_id"), ["adviser_id"])
        for name, rule in RULES.items():
            batch_op.create_check_constraint(op.f(f"ck_gifts_{name}"), rule)
    with op.batch_alter_table("gifts") as batch_op:
        batch_op.alter_column("advised_fund", server_default=None)
    with op.batch_alter_table("soft_credits") as batch_op:
        batch_op.alter_column("matching_gift_id", existing_type=sa.BigInteger(), nullable=True)
        batch_op.create_index(
            "uq_soft_credits_one_adviser",
            ["gift_id"],
            unique=True,
            sqlite_where=ADVISED,
            postgresql_where=ADVISED,
        )


def downgrade() -> None:
    op.execute("DELETE FROM soft_credits WHERE matching_gift_id IS NULL")
    with op.batch_alter_table("soft_credits") as batch_op:
        batch_op.drop_index("uq_soft_credits_one_adviser")
        batch_op.alter_column("matching_gift_id", existing_type=sa.BigInteger(), nullable=False)
    with op.batch_alter_table("gifts") as batch_op:
        for name in RULES:
            batch_op.drop_constraint(op.f(f"ck_gifts_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_gifts_adviser_id_persons"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_gifts_adviser_id"))
        batch_op.drop_column("adviser_id")
        batch_op.drop_column("advised_fund")
