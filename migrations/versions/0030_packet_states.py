"""Packets that are sent again, the request that one was weighed against, messages on voicemail, and events."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_OLD = (
    "'new', 'needs_info', 'duplicate', 'approved', 'batched', 'packed', 'sent', 'delivered', 'returned', "
    "'cancelled', 'on_hold'"
)
_NEW = _OLD.replace("'sent', ", "'sent', 'resent', ")
_BEFORE = {
    "state": f"state IN ({_OLD})",
    "sent_at": "(state IN ('sent', 'delivered', 'returned')) = (sent_at IS NOT NULL)",
    "closed_at": "(state IN ('duplicate', 'sent', 'delivered', 'cancelled')) = (closed_at IS NOT NULL)",
}
_AFTER = {
    "state": f"state IN ({_NEW})",
    "sent_at": "(state IN ('sent', 'resent', 'delivered', 'returned')) = (sent_at IS NOT NULL)",
    "closed_at": (
        "(state IN ('duplicate', 'sent', 'resent', 'delivered', 'cancelled')) = (closed_at IS NOT NULL)"
    ),
}
_ADDED = {
    "sendings": "sendings >= 0",
    "sent_once": "state <> 'sent' OR sendings = 1",
    "resent_is_sent_before": "state <> 'resent' OR sendings > 1",
    "twin_is_another": "twin_id <> id",
    "voicemail": "voicemail IN ('', 'no', 'yes')",
}
_TWIN = "fk_packet_requests_twin_id_packet_requests"


def upgrade() -> None:
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        for column, length in (("voicemail", 10), ("voicemail_name", 120), ("event", 120)):
            batch_op.add_column(sa.Column(column, sa.String(length), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("twin_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("sendings", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE packet_requests SET sendings = 1 WHERE sent_at IS NOT NULL")
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        for column in ("voicemail", "voicemail_name", "event", "sendings"):
            batch_op.alter_column(column, server_default=None)
        for name in _BEFORE:
            batch_op.drop_constraint(op.f(f"ck_packet_requests_{name}"), type_="check")
        for name, condition in {**_AFTER, **_ADDED}.items():
            batch_op.create_check_constraint(op.f(f"ck_packet_requests_{name}"), condition)
        batch_op.create_foreign_key(batch_op.f(_TWIN), "packet_requests", ["twin_id"], ["id"])


def downgrade() -> None:
    op.execute("UPDATE packet_requests SET sendings = 1, state = 'sent' WHERE state = 'resent'")
    with op.batch_alter_table("packet_requests", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_TWIN), type_="foreignkey")
        for name in (*_AFTER, *_ADDED):
            batch_op.drop_constraint(op.f(f"ck_packet_requests_{name}"), type_="check")
        for name, condition in _BEFORE.items():
            batch_op.create_check_constraint(op.f(f"ck_packet_requests_{name}"), condition)
        for column in ("sendings", "twin_id", "event", "voicemail_name", "voicemail"):
            batch_op.drop_column(column)
