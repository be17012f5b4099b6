"""Notes to donors also go by post, and tell of a dispute that was won."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = "kind IN ('refund', 'refund_failed', 'dispute', 'bounced')"
MORE_KINDS = "kind IN ('refund', 'refund_failed', 'dispute', 'dispute_reversal', 'bounced')"


def upgrade() -> None:
    with op.batch_alter_table("donor_notes", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("delivery", sa.String(length=10), nullable=False, server_default="email")
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_donor_notes_delivery"), "delivery IN ('email', 'post')"
        )
        batch_op.drop_constraint(batch_op.f("ck_donor_notes_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_donor_notes_kind"), MORE_KINDS)
    with op.batch_alter_table("donor_notes", schema=None) as batch_op:
        batch_op.alter_column("delivery", server_default=None)


def downgrade() -> None:
    # What the older version has no words for, and what it could never send.
    op.execute("DELETE FROM donor_notes WHERE kind = 'dispute_reversal' OR delivery = 'post'")
    with op.batch_alter_table("donor_notes", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_donor_notes_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_donor_notes_kind"), KINDS)
        batch_op.drop_constraint(batch_op.f("ck_donor_notes_delivery"), type_="check")
        batch_op.drop_column("delivery")
