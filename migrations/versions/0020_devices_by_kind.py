"""Donors' devices can be told apart, and a fresh link leads on to what was wanted."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("giving_devices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=60), nullable=False, server_default=""))
    with op.batch_alter_table("giving_links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leads_to", sa.String(length=120), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("giving_links", schema=None) as batch_op:
        batch_op.drop_column("leads_to")
    with op.batch_alter_table("giving_devices", schema=None) as batch_op:
        batch_op.drop_column("kind")
