"""Batches in place of print runs: what each envelope weighed and cost, its code, and what came back."""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXY"
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STILL_THERE = sa.text("left_at IS NULL")
_OLD_PIECES = """
SELECT piece.run_id, piece.request_id, piece.position, piece.left_at, asked.language, asked.country_code,
       run.ended_at, run.state
  FROM packet_pieces AS piece
  JOIN packet_runs AS run ON run.id = piece.run_id
  JOIN packet_requests AS asked ON asked.id = piece.request_id
 ORDER BY piece.id
"""
_BATCHES_FROM_RUNS = """
INSERT INTO packet_batches
       (id, action_key, stock, start, state, frozen_at, frozen_by_id, sent_at, undo_reason, currency)
SELECT id, action_key, stock, start,
       CASE state WHEN 'printed' THEN 'frozen' WHEN 'sent' THEN 'sent' ELSE 'undone' END,
       printed_at, printed_by_id, CASE state WHEN 'sent' THEN ended_at END,
       CASE state WHEN 'taken_back' THEN 'by_mistake' ELSE '' END,
       COALESCE((SELECT currency FROM organisations), 'USD')
  FROM packet_runs
"""
_RUNS_FROM_BATCHES = """
INSERT INTO packet_runs (id, action_key, stock, start, state, printed_at, printed_by_id, ended_at)
SELECT id, action_key, substr(stock, 1, 20), start,
       CASE state WHEN 'frozen' THEN 'printed' WHEN 'sent' THEN 'sent' ELSE 'taken_back' END,
       frozen_at, frozen_by_id, CASE state WHEN 'sent' THEN sent_at WHEN 'undone' THEN frozen_at END
  FROM packet_batches
"""
_NEW_PIECE = """
INSERT INTO packet_pieces (batch_id, request_id, position, code, language, packet, zone, kind, address_key,
                           packed_at, posted_at, left_at, return_reason)
VALUES (:batch_id, :request_id, :position, :code, :language, '', :zone, '', '', :posted_at, :posted_at, :left_at, '')
"""
_OLD_PIECE = """
INSERT INTO packet_pieces (run_id, request_id, position, left_at)
VALUES (:batch_id, :request_id, :position, :left_at)
"""


def upgrade() -> None:
    op.create_table(
        "packet_batches",
        sa.Column("id", _ID, nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("stock", sa.String(length=40), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("printer_id", _ID, nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by_id", _ID, nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undo_reason", sa.String(length=20), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_packet_batches_sent_at")
        ),
        sa.CheckConstraint("state IN ('frozen', 'sent', 'undone')", name=op.f("ck_packet_batches_state")),
        sa.CheckConstraint(
            "undo_reason IN ('', 'by_mistake', 'not_posted', 'printer', 'sheets', 'change')",
            name=op.f("ck_packet_batches_undo_reason"),
        ),
        sa.CheckConstraint("start >= 1", name=op.f("ck_packet_batches_start_on_the_sheet")),
        sa.ForeignKeyConstraint(
            ["frozen_by_id"], ["users.id"], name=op.f("fk_packet_batches_frozen_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["printer_id"],
            ["printers.id"],
            name=op.f("fk_packet_batches_printer_id_printers"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_batches")),
        sa.UniqueConstraint("action_key", name=op.f("uq_packet_batches_action_key")),
    )

    op.execute(_BATCHES_FROM_RUNS)
    pieces = [_taken_over(row) for row in op.get_bind().execute(sa.text(_OLD_PIECES)).mappings()]
    op.drop_table("packet_pieces")
    op.drop_table("packet_runs")
    _create_pieces()
    if pieces:
        op.get_bind().execute(sa.text(_NEW_PIECE), pieces)
    _number_on_from("packet_batches")
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address_checked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.drop_column("address_checked_at")
    _create_runs()
    op.execute(_RUNS_FROM_BATCHES)
    kept = sa.text("SELECT batch_id, request_id, position, left_at FROM packet_pieces ORDER BY id")
    pieces = [dict(row) for row in op.get_bind().execute(kept).mappings()]
    op.drop_table("packet_pieces")
    op.drop_table("packet_batches")
    _create_old_pieces()
    if pieces:
        op.get_bind().execute(sa.text(_OLD_PIECE), pieces)
    _number_on_from("packet_runs")


def _taken_over(row: Any) -> dict[str, Any]:
    """A label of a run as a piece of a batch; what it cost is not known. Zones are seen from the United States."""
    sent = row["state"] == "sent" and (row["left_at"] is None or str(row["left_at"]) > str(row["ended_at"]))
    zones = {"US": "home", "PR": "home", "CA": "canada"}
    return {
        "batch_id": row["run_id"],
        "request_id": row["request_id"],
        "position": row["position"],
        "code": _new_code(),
        "language": row["language"],
        "zone": zones.get(row["country_code"], "abroad"),
        "posted_at": row["ended_at"] if sent else None,
        "left_at": row["left_at"],
    }


def _new_code() -> str:
    body = "".join(secrets.choice(_SIGNS) for _ in range(5))
    weighted = sum(place * _SIGNS.index(sign) for place, sign in enumerate(body, start=2))
    return body + _SIGNS[weighted % len(_SIGNS)]


def _number_on_from(table: str) -> None:
    """PostgreSQL counts on by itself only from numbers that it gave out itself."""
    if op.get_bind().dialect.name == "postgresql":
        highest = f"(SELECT COALESCE(MAX(id), 0) + 1 FROM {table})"  # noqa: S608 - one of our own tables
        op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {highest}, false)")


def _create_pieces() -> None:
    op.create_table(
        "packet_pieces",
        sa.Column("id", _ID, nullable=False),
        sa.Column("batch_id", _ID, nullable=False),
        sa.Column("request_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("packet", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("weight_mg", _ID, nullable=True),
        sa.Column("postage_minor", _ID, nullable=True),
        sa.Column("contents_minor", _ID, nullable=True),
        sa.Column("address_key", sa.String(length=64), nullable=False),
        sa.Column("packed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.String(length=20), nullable=False),
        sa.CheckConstraint("kind IN ('', 'letter', 'flat', 'package')", name=op.f("ck_packet_pieces_kind")),
        sa.CheckConstraint("zone IN ('home', 'canada', 'abroad')", name=op.f("ck_packet_pieces_zone")),
        sa.CheckConstraint(
            "return_reason IN ('', 'not_here', 'moved', 'refused', 'insufficient')",
            name=op.f("ck_packet_pieces_return_reason"),
        ),
        sa.CheckConstraint(
            "(return_reason = '') = (returned_at IS NULL)", name=op.f("ck_packet_pieces_returned")
        ),
        sa.CheckConstraint(
            "returned_at IS NULL OR posted_at IS NOT NULL",
            name=op.f("ck_packet_pieces_posted_before_it_returned"),
        ),
        sa.CheckConstraint(
            "weight_mg >= 0 AND postage_minor >= 0 AND contents_minor >= 0",
            name=op.f("ck_packet_pieces_figures"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["packet_batches.id"], name=op.f("fk_packet_pieces_batch_id_packet_batches")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["packet_requests.id"], name=op.f("fk_packet_pieces_request_id_packet_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_pieces")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_packet_pieces_batch_id_position")),
        sa.UniqueConstraint("code", name=op.f("uq_packet_pieces_code")),
    )
    for column in ("request_id", "address_key", "returned_at"):
        op.create_index(op.f(f"ix_packet_pieces_{column}"), "packet_pieces", [column])
    _one_at_a_time("uq_packet_pieces_in_one_batch")


def _create_runs() -> None:
    op.create_table(
        "packet_runs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("action_key", sa.String(length=64), nullable=False),
        sa.Column("stock", sa.String(length=20), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by_id", _ID, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('printed', 'sent', 'taken_back')", name=op.f("ck_packet_runs_state")),
        sa.CheckConstraint("start >= 1", name=op.f("ck_packet_runs_start_on_the_sheet")),
        sa.ForeignKeyConstraint(
            ["printed_by_id"], ["users.id"], name=op.f("fk_packet_runs_printed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_runs")),
        sa.UniqueConstraint("action_key", name=op.f("uq_packet_runs_action_key")),
    )


def _create_old_pieces() -> None:
    op.create_table(
        "packet_pieces",
        sa.Column("id", _ID, nullable=False),
        sa.Column("run_id", _ID, nullable=False),
        sa.Column("request_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["packet_requests.id"], name=op.f("fk_packet_pieces_request_id_packet_requests")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["packet_runs.id"], name=op.f("fk_packet_pieces_run_id_packet_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet_pieces")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_packet_pieces_run_id_position")),
    )
    op.create_index(op.f("ix_packet_pieces_request_id"), "packet_pieces", ["request_id"])
    _one_at_a_time("uq_packet_pieces_in_one_run")


def _one_at_a_time(name: str) -> None:
    op.create_index(
        name,
        "packet_pieces",
        ["request_id"],
        unique=True,
        sqlite_where=_STILL_THERE,
        postgresql_where=_STILL_THERE,
    )
