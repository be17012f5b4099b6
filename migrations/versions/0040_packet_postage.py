"""Tables of postage, and labels of a batch that were printed again after a jam."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "packet_postage_tables",
        sa.Column("id", _ID, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("checked", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_postage_tables")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_packet_postage_tables_valid_from")),
    )
    op.create_table(
        "packet_postage_rates",
        sa.Column("id", _ID, nullable=False),
        sa.Column("table_id", _ID, nullable=False),
        sa.Column("zone", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("step_mg", _ID, nullable=False),
        sa.Column("most_mg", _ID, nullable=False),
        sa.Column("first_minor", _ID, nullable=False),
        sa.Column("next_minor", _ID, nullable=False),
        sa.CheckConstraint(
            "kind IN ('letter', 'flat', 'package')", name=op.f("ck_packet_postage_rates_kind")
        ),
        sa.CheckConstraint("zone IN ('home', 'canada', 'abroad')", name=op.f("ck_packet_postage_rates_zone")),
        sa.CheckConstraint(
            "first_minor >= 0 AND next_minor >= 0", name=op.f("ck_packet_postage_rates_prices")
        ),
        sa.CheckConstraint(
            "step_mg > 0 AND most_mg >= step_mg", name=op.f("ck_packet_postage_rates_weights")
        ),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["packet_postage_tables.id"],
            name=op.f("fk_packet_postage_rates_table_id_packet_postage_tables"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_postage_rates")),
        sa.UniqueConstraint(
            "table_id", "zone", "kind", name=op.f("uq_packet_postage_rates_table_id_zone_kind")
        ),
    )
    op.create_table(
        "packet_reprints",
        sa.Column("id", _ID, nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("batch_id", _ID, nullable=False),
        sa.Column("positions", sa.String(length=2000), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("start >= 1", name=op.f("ck_packet_reprints_start_on_the_sheet")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["packet_batches.id"], name=op.f("fk_packet_reprints_batch_id_packet_batches")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_reprints")),
        sa.UniqueConstraint("action_key", name=op.f("uq_packet_reprints_action_key")),
    )
    op.create_index(op.f("ix_packet_reprints_batch_id"), "packet_reprints", ["batch_id"])


def downgrade() -> None:
    for table in ("packet_reprints", "packet_postage_rates", "packet_postage_tables"):
        op.drop_table(table)
