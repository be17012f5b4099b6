"""Under which name a move in Stripe's books stands in ours."""

from ngoapp.adapters.book_facts import Move

# Stripe's reporting categories, and our kinds of movement.
KINDS = {
    "charge": "payment",
    "refund": "refund",
    "refund_failure": "refund_failed",
    "dispute": "dispute",
    "dispute_reversal": "dispute_reversal",
}
# What Stripe settles with us beside all gifts, and so alone can know.
BESIDE_GIFTS = frozenset(
    {
        "fee",
        "network_cost",
        "tax",
        "payout",
        "payout_reversal",
        "topup",
        "topup_reversal",
        "risk_reserved_funds",
    }
)
STRIPES_OWN, OTHER = "stripe", "other"


def booked_as(move: Move) -> tuple[str, str]:
    """Kind and source of the movement that this move should be; no movement is of Stripe's own kind, or another."""
    kind = KINDS.get(move.category, STRIPES_OWN if move.category in BESIDE_GIFTS else OTHER)
    if kind == "payment":
        return kind, move.payment_id or move.object_id
    return kind, move.object_id if kind in {"refund", "refund_failed"} else move.id
