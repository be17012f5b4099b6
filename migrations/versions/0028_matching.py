"""Employers, matches that donors hope for, and soft credits."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "employers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_key", sa.String(length=120), nullable=False),
        sa.Column("other_names", sa.Text(), nullable=False),
        sa.Column("matches", sa.String(length=10), nullable=False),
        sa.Column("form_url", sa.String(length=500), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("form_url = '' OR form_url LIKE 'https://%%'", name=op.f("ck_employers_form_url")),
        sa.CheckConstraint("matches IN ('yes', 'no', 'unknown')", name=op.f("ck_employers_matches")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_employers_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employers")),
        sa.UniqueConstraint("name_key", name=op.f("uq_employers_name_key")),
    )
    op.create_table(
        "matching_gifts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("donation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mailed_pledge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("employer_name", sa.String(length=120), nullable=False),
        sa.Column("employer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("expected_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("expected_currency", sa.String(length=3), nullable=True),
        sa.Column("matched_gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("reminder", sa.String(length=10), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'received') = (matched_gift_id IS NOT NULL)",
            name=op.f("ck_matching_gifts_received_with_its_gift"),
        ),
        sa.CheckConstraint("reminder IN ('none', 'sent', 'off')", name=op.f("ck_matching_gifts_reminder")),
        sa.CheckConstraint(
            "state IN ('possible', 'asked', 'promised', 'received', 'declined')",
            name=op.f("ck_matching_gifts_state"),
        ),
        sa.CheckConstraint(
            "donation_id IS NOT NULL OR mailed_pledge_id IS NOT NULL OR gift_id IS NOT NULL",
            name=op.f("ck_matching_gifts_of_something"),
        ),
        sa.CheckConstraint("expected_minor > 0", name=op.f("ck_matching_gifts_expected_positive")),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donations.id"], name=op.f("fk_matching_gifts_donation_id_donations")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_matching_gifts_employer_id_employers")
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_matching_gifts_gift_id_gifts")),
        sa.ForeignKeyConstraint(
            ["mailed_pledge_id"],
            ["mailed_pledges.id"],
            name=op.f("fk_matching_gifts_mailed_pledge_id_mailed_pledges"),
        ),
        sa.ForeignKeyConstraint(
            ["matched_gift_id"], ["gifts.id"], name=op.f("fk_matching_gifts_matched_gift_id_gifts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_gifts")),
        sa.UniqueConstraint("donation_id", name=op.f("uq_matching_gifts_donation_id")),
        sa.UniqueConstraint("gift_id", name=op.f("uq_matching_gifts_gift_id")),
        sa.UniqueConstraint("mailed_pledge_id", name=op.f("uq_matching_gifts_mailed_pledge_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_matching_gifts_token_digest")),
    )
    with op.batch_alter_table("matching_gifts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_gifts_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_matching_gifts_matched_gift_id"), ["matched_gift_id"], unique=False
        )
        batch_op.create_index("ix_matching_gifts_state", ["state", "created_at"], unique=False)

    op.create_table(
        "soft_credits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("matching_gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_minor", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_currency", sa.String(length=3), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_soft_credits_amount_positive")),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_soft_credits_gift_id_gifts")),
        sa.ForeignKeyConstraint(
            ["matching_gift_id"],
            ["matching_gifts.id"],
            name=op.f("fk_soft_credits_matching_gift_id_matching_gifts"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_soft_credits_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_soft_credits")),
        sa.UniqueConstraint("matching_gift_id", name=op.f("uq_soft_credits_matching_gift_id")),
    )
    with op.batch_alter_table("soft_credits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_soft_credits_gift_id"), ["gift_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_soft_credits_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("soft_credits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_soft_credits_person_id"))
        batch_op.drop_index(batch_op.f("ix_soft_credits_gift_id"))

    op.drop_table("soft_credits")
    with op.batch_alter_table("matching_gifts", schema=None) as batch_op:
        batch_op.drop_index("ix_matching_gifts_state")
        batch_op.drop_index(batch_op.f("ix_matching_gifts_matched_gift_id"))
        batch_op.drop_index(batch_op.f("ix_matching_gifts_employer_id"))

    op.drop_table("matching_gifts")
    op.drop_table("employers")
