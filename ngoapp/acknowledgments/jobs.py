"""What follows from a gift whose donor agreed to be named."""

from ngoapp.acknowledgments.operations import draft_acknowledgment
from ngoapp.core.db import transaction


def draft(gift_id: int) -> None:
    """Put the name forward for staff to proof."""
    with transaction():
        draft_acknowledgment(gift_id)
