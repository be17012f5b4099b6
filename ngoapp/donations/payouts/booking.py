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
STRIPES_OWN = "stripe"


def booked_as(move: Move) -> tuple[str, str]:
    """Kind and source of the movement that this move should be; what is no gift's is between Stripe and us."""
    kind = KINDS.get(move.category, STRIPES_OWN)
    if kind == "payment":
        return kind, move.payment_id or move.object_id
    return kind, move.object_id if kind in {"refund", "refund_failed"} else move.id
