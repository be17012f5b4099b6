"""Second donors: who gives together with whom, and whether they may be named."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_donors",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("donation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mailed_pledge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("public_name", sa.String(length=120), nullable=False),
        sa.Column("consent", sa.String(length=10), nullable=False),
        sa.Column("consent_wording", sa.Text(), nullable=False),
        sa.Column("consent_source", sa.String(length=40), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parted_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "consent <> 'agreed' OR consent_source <> ''", name=op.f("ck_second_donors_agreed_somewhere")
        ),
        sa.CheckConstraint(
            "consent IN ('unasked', 'asked', 'agreed', 'declined', 'stranger')",
            name=op.f("ck_second_donors_consent"),
        ),
        sa.CheckConstraint(
            "donation_id IS NOT NULL OR mailed_pledge_id IS NOT NULL OR gift_id IS NOT NULL",
            name=op.f("ck_second_donors_of_something"),
        ),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donations.id"], name=op.f("fk_second_donors_donation_id_donations")
        ),
        sa.ForeignKeyConstraint(["gift_id"], ["gifts.id"], name=op.f("fk_second_donors_gift_id_gifts")),
        sa.ForeignKeyConstraint(
            ["mailed_pledge_id"],
            ["mailed_pledges.id"],
            name=op.f("fk_second_donors_mailed_pledge_id_mailed_pledges"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_second_donors_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_donors")),
        sa.UniqueConstraint("donation_id", name=op.f("uq_second_donors_donation_id")),
        sa.UniqueConstraint("gift_id", name=op.f("uq_second_donors_gift_id")),
        sa.UniqueConstraint("mailed_pledge_id", name=op.f("uq_second_donors_mailed_pledge_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_second_donors_token_digest")),
    )
    with op.batch_alter_table("second_donors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_second_donors_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("second_donors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_second_donors_person_id"))

    op.drop_table("second_donors")
