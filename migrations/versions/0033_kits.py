"""Kits of items with editions, what lies on the shelf, and which editions went to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def append_only() -> None:
    """Have the database itself refuse to change or delete an entry about the shelf."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER packet_stock_no_{verb.lower()} BEFORE {verb} ON packet_stock_entries "
                "BEGIN SELECT RAISE(ABORT, 'stock entries are only ever added'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION packet_stock_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'stock entries are only ever added'; END $$"
    )
    op.execute(
        "CREATE TRIGGER packet_stock_append_only BEFORE UPDATE OR DELETE ON packet_stock_entries "
        "FOR EACH ROW EXECUTE FUNCTION packet_stock_append_only()"
    )


def upgrade() -> None:
    create_tables()
    append_only()
    first_kit()
    with op.batch_alter_table("packet_editions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("item_id", ID, nullable=True))
        batch_op.add_column(sa.Column("override_until", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("override_reason", sa.String(length=20), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("weight_mg", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("reorder_point", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.alter_column("file_id", existing_type=sa.BIGINT(), nullable=True)
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kit_id", ID, nullable=True))
    take_rows_along()
    with op.batch_alter_table("packet_editions", schema=None) as batch_op:
        batch_op.alter_column("item_id", existing_type=ID, nullable=False)
        for column in ("override_reason", "weight_mg", "counted", "reorder_point", "withdrawn_reason"):
            batch_op.alter_column(column, server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_packet_editions_weight_mg"), "weight_mg >= 0")
        batch_op.create_check_constraint(batch_op.f("ck_packet_editions_reorder_point"), "reorder_point >= 0")
        batch_op.create_check_constraint(
            batch_op.f("ck_packet_editions_withdrawn_with_a_reason"),
            "(withdrawn_at IS NULL) = (withdrawn_reason = '')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_packet_editions_override_with_a_reason"),
            "(override_until IS NULL) = (override_reason = '')",
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_packet_editions_item_id_language_label"), ["item_id", "language", "label"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_packet_editions_item_id_packet_items"), "packet_items", ["item_id"], ["id"]
        )
    join_requests_and_links()


def join_requests_and_links() -> None:
    """Every request is for a kit; what a link brings is told by its sendings."""
    with op.batch_alter_table("packet_links", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_packet_links_edition_id_packet_editions"), type_="foreignkey")
        batch_op.drop_column("edition_id")
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.alter_column("kit_id", existing_type=ID, nullable=False)
        batch_op.create_index(batch_op.f("ix_packet_requests_kit_id"), ["kit_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_packet_requests_kit_id_packet_kits"), "packet_kits", ["kit_id"], ["id"]
        )


def first_kit() -> None:
    """What was the one packet becomes a kit with one item in it."""
    op.execute("INSERT INTO packet_items (name, kind) VALUES ('Info packet', 'booklet')")
    op.execute(
        "INSERT INTO packet_kits (name, description, active, position, envelope_mg) "
        "SELECT 'General information', '', 1 = 1, 1, 10000"
    )
    op.execute(
        "INSERT INTO packet_kit_items (kit_id, item_id, copies, position) "
        "SELECT packet_kits.id, packet_items.id, 1, 1 FROM packet_kits, packet_items"
    )


def take_rows_along() -> None:
    """Editions join the item, requests the kit; what a link promised is kept as a sending."""
    # A sheet of letter paper, printed on both sides, weighs 4,540 mg.
    op.execute(
        "UPDATE packet_editions SET item_id = (SELECT id FROM packet_items), weight_mg = (pages + 1) / 2 * 4540"
    )
    op.execute(
        "UPDATE packet_editions SET label = substr(label, 1, 28) || ' (' || id || ')' WHERE EXISTS "
        "(SELECT 1 FROM packet_editions other WHERE other.language = packet_editions.language "
        "AND other.label = packet_editions.label AND other.id < packet_editions.id)"
    )
    op.execute("UPDATE packet_requests SET kit_id = (SELECT id FROM packet_kits)")
    op.execute(
        "INSERT INTO packet_sendings (key, request_id, link_id, edition_id, copies, way, sent_at) "
        "SELECT 'link-' || id, request_id, id, edition_id, 1, 'email', mailed_at FROM packet_links"
    )


def create_tables() -> None:
    """The new tables as such."""
    op.create_table(
        "packet_items",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "kind IN ('leaflet', 'booklet', 'letter', 'card', 'other')", name=op.f("ck_packet_items_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_items")),
        sa.UniqueConstraint("name", name=op.f("uq_packet_items_name")),
    )
    op.create_table(
        "packet_kits",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("envelope_mg", sa.Integer(), nullable=False),
        sa.CheckConstraint("envelope_mg >= 0", name=op.f("ck_packet_kits_envelope_mg")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_kits")),
        sa.UniqueConstraint("name", name=op.f("uq_packet_kits_name")),
    )
    op.create_table(
        "packet_kit_items",
        sa.Column("id", ID, nullable=False),
        sa.Column("kit_id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("copies > 0", name=op.f("ck_packet_kit_items_copies")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["packet_items.id"], name=op.f("fk_packet_kit_items_item_id_packet_items")
        ),
        sa.ForeignKeyConstraint(
            ["kit_id"], ["packet_kits.id"], name=op.f("fk_packet_kit_items_kit_id_packet_kits")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_kit_items")),
        sa.UniqueConstraint("kit_id", "item_id", name=op.f("uq_packet_kit_items_kit_id_item_id")),
    )
    op.create_table(
        "packet_lots",
        sa.Column("id", ID, nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("cost_minor", ID, nullable=False),
        sa.Column("cost_currency", sa.String(length=3), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cost_minor >= 0", name=op.f("ck_packet_lots_cost_minor")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_packet_lots_quantity")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["packet_editions.id"], name=op.f("fk_packet_lots_edition_id_packet_editions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_lots")),
        sa.UniqueConstraint("action_key", name=op.f("uq_packet_lots_action_key")),
    )
    with op.batch_alter_table("packet_lots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_packet_lots_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "packet_stock_entries",
        sa.Column("id", ID, nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("shelf_change", sa.Integer(), nullable=False),
        sa.Column("reserved_change", sa.Integer(), nullable=False),
        sa.Column("hold", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reserved_change = 0 OR hold <> ''", name=op.f("ck_packet_stock_entries_reserved_for_somebody")
        ),
        sa.CheckConstraint(
            "shelf_change <> 0 OR reserved_change <> 0 OR why = 'counted'",
            name=op.f("ck_packet_stock_entries_changes_something"),
        ),
        sa.CheckConstraint(
            "why IN ('lot', 'counted', 'reserved', 'used', 'spoilt', 'given_back', 'not_posted', 'withdrawn', "
            "'reinstated')",
            name=op.f("ck_packet_stock_entries_why"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_packet_stock_entries_by_id_users")),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["packet_editions.id"],
            name=op.f("fk_packet_stock_entries_edition_id_packet_editions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_stock_entries")),
        sa.UniqueConstraint("source", name=op.f("uq_packet_stock_entries_source")),
    )
    with op.batch_alter_table("packet_stock_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_packet_stock_entries_hold"), ["hold"], unique=False)
        batch_op.create_index(
            "ix_packet_stock_entries_sums", ["edition_id", "shelf_change", "reserved_change"], unique=False
        )

    op.create_table(
        "packet_sendings",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("request_id", ID, nullable=False),
        sa.Column("link_id", ID, nullable=True),
        sa.Column("edition_id", ID, nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("way IN ('email', 'post')", name=op.f("ck_packet_sendings_way")),
        sa.CheckConstraint("copies > 0", name=op.f("ck_packet_sendings_copies")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["packet_editions.id"], name=op.f("fk_packet_sendings_edition_id_packet_editions")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["packet_links.id"], name=op.f("fk_packet_sendings_link_id_packet_links")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["packet_requests.id"], name=op.f("fk_packet_sendings_request_id_packet_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_sendings")),
        sa.UniqueConstraint("key", "edition_id", name=op.f("uq_packet_sendings_key_edition_id")),
    )
    with op.batch_alter_table("packet_sendings", schema=None) as batch_op:
        batch_op.create_index("ix_packet_sendings_edition", ["edition_id", "request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_packet_sendings_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_packet_sendings_request_id"), ["request_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("packet_links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition_id", ID, nullable=True))
    op.execute(
        "UPDATE packet_links SET edition_id = (SELECT min(edition_id) FROM packet_sendings "
        "WHERE packet_sendings.link_id = packet_links.id)"
    )
    with op.batch_alter_table("packet_links", schema=None) as batch_op:
        batch_op.alter_column("edition_id", existing_type=ID, nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_packet_links_edition_id_packet_editions"),
            "packet_editions",
            ["edition_id"],
            ["id"],
        )
    for table in ("packet_sendings", "packet_stock_entries", "packet_lots"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION packet_stock_append_only()")
    op.execute("DELETE FROM packet_editions WHERE file_id IS NULL")
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_packet_requests_kit_id_packet_kits"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_packet_requests_kit_id"))
        batch_op.drop_column("kit_id")
    with op.batch_alter_table("packet_editions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_packet_editions_item_id_packet_items"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_packet_editions_item_id_language_label"), type_="unique")
        for check in ("weight_mg", "reorder_point", "withdrawn_with_a_reason", "override_with_a_reason"):
            batch_op.drop_constraint(batch_op.f(f"ck_packet_editions_{check}"), type_="check")
        batch_op.alter_column("file_id", existing_type=sa.BIGINT(), nullable=False)
        for column in (
            "item_id",
            "override_until",
            "override_reason",
            "weight_mg",
            "counted",
            "reorder_point",
            "withdrawn_at",
            "withdrawn_reason",
        ):
            batch_op.drop_column(column)
    for table in ("packet_kit_items", "packet_kits", "packet_items"):
        op.drop_table(table)
