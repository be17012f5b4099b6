"""What follows from a gift whose donor agreed to be named."""

from contextlib import suppress

from ngoapp.acknowledgments.operations import NoConsent, draft_acknowledgment
from ngoapp.core.db import transaction


def draft(gift_id: int) -> None:
    """Put the name forward for staff to proof, unless the donor has thought better of it since."""
    with suppress(NoConsent), transaction():
        draft_acknowledgment(gift_id)
