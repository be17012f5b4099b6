"""Who holds the retirement account that a gift came from."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("gifts") as batch_op:
        batch_op.add_column(
            sa.Column("ira_custodian", sa.String(length=120), nullable=False, server_default="")
        )
    with op.batch_alter_table("gifts") as batch_op:
        batch_op.alter_column("ira_custodian", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("gifts") as batch_op:
        batch_op.drop_column("ira_custodian")
