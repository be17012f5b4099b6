"""How donors wish to be thanked from now on: a consent to be named, under a name."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

PURPOSE, NAMED = "ck_consents_purpose", "ck_consents_naming_has_name"


def upgrade() -> None:
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("recognition_name", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.drop_constraint(op.f(PURPOSE), type_="check")
        batch_op.create_check_constraint(op.f(PURPOSE), "purpose IN ('newsletter', 'appeals', 'naming')")
        batch_op.create_check_constraint(op.f(NAMED), "(purpose = 'naming') = (recognition_name <> '')")


def downgrade() -> None:
    op.execute("DELETE FROM consents WHERE purpose = 'naming'")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NAMED), type_="check")
        batch_op.drop_constraint(op.f(PURPOSE), type_="check")
        batch_op.create_check_constraint(op.f(PURPOSE), "purpose IN ('newsletter', 'appeals')")
        batch_op.drop_column("recognition_name")
