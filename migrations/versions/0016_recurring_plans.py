"""Gifts that come again by themselves: their plans, Stripe's invoices under them, and whose renewal a gift is."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recurring_plans",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("donation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subscription_id", sa.String(length=120), nullable=True),
        sa.Column("customer_id", sa.String(length=120), nullable=False),
        sa.Column("donor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("matching", sa.String(length=10), nullable=False),
        sa.Column("customer_name", sa.String(length=200), nullable=False),
        sa.Column("customer_email", sa.String(length=254), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("every", sa.String(length=10), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("trouble_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_for", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(matching = 'ours') = (donation_id IS NOT NULL)",
            name=op.f("ck_recurring_plans_ours_has_its_donation"),
        ),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_recurring_plans_ended_at_an_instant")
        ),
        sa.CheckConstraint(
            "every IN ('month', 'quarter', 'year', 'other')", name=op.f("ck_recurring_plans_every")
        ),
        sa.CheckConstraint(
            "matching <> 'matched' OR donor_id IS NOT NULL",
            name=op.f("ck_recurring_plans_matched_has_a_donor"),
        ),
        sa.CheckConstraint(
            "matching IN ('ours', 'waiting', 'matched', 'ignored')", name=op.f("ck_recurring_plans_matching")
        ),
        sa.CheckConstraint(
            "state IN ('starting', 'active', 'past_due', 'paused', 'ending', 'ended')",
            name=op.f("ck_recurring_plans_state"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_recurring_plans_amount_positive")),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donations.id"], name=op.f("fk_recurring_plans_donation_id_donations")
        ),
        sa.ForeignKeyConstraint(
            ["donor_id"], ["persons.id"], name=op.f("fk_recurring_plans_donor_id_persons")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_recurring_plans_fund_id_funds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_plans")),
        sa.UniqueConstraint("donation_id", name=op.f("uq_recurring_plans_donation_id")),
        sa.UniqueConstraint("subscription_id", name=op.f("uq_recurring_plans_subscription_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_recurring_plans_token_digest")),
    )
    with op.batch_alter_table("recurring_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recurring_plans_donor_id"), ["donor_id"], unique=False)
        batch_op.create_index("ix_recurring_plans_state", ["state", "next_on"], unique=False)

    op.create_table(
        "plan_invoices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("invoice_id", sa.String(length=120), nullable=False),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "gift_id IS NULL OR state = 'paid'", name=op.f("ck_plan_invoices_gift_of_a_paid_one")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'failed', 'paid', 'void')", name=op.f("ck_plan_invoices_state")
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_plan_invoices_gift_id_gifts")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["recurring_plans.id"], name=op.f("fk_plan_invoices_plan_id_recurring_plans")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_invoices")),
        sa.UniqueConstraint("gift_id", name=op.f("uq_plan_invoices_gift_id")),
        sa.UniqueConstraint("invoice_id", name=op.f("uq_plan_invoices_invoice_id")),
    )
    with op.batch_alter_table("plan_invoices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_invoices_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index("ix_plan_invoices_state", ["state"], unique=False)

    with op.batch_alter_table("gifts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_gifts_plan_id"), ["plan_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_gifts_plan_id_recurring_plans"), "recurring_plans", ["plan_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_gifts_one_origin"), "donation_id IS NULL OR plan_id IS NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("gifts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_gifts_one_origin"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_gifts_plan_id_recurring_plans"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_gifts_plan_id"))
        batch_op.drop_column("plan_id")

    with op.batch_alter_table("plan_invoices", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_invoices_state")
        batch_op.drop_index(batch_op.f("ix_plan_invoices_plan_id"))

    op.drop_table("plan_invoices")
    with op.batch_alter_table("recurring_plans", schema=None) as batch_op:
        batch_op.drop_index("ix_recurring_plans_state")
        batch_op.drop_index(batch_op.f("ix_recurring_plans_donor_id"))

    op.drop_table("recurring_plans")
