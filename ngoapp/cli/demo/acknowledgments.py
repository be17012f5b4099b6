"""Public thanks in the demo: all published but the newest two, which wait for staff."""

from sqlalchemy import select

from ngoapp.acknowledgments.operations import draft_acknowledgment, publish
from ngoapp.core.db import session
from ngoapp.donations.models import Gift

LEFT_TO_DO = 2


def load_acknowledgments() -> None:
    """Put every donor who agreed forward, and publish most of them."""
    agreed = session.scalars(
        select(Gift.id)
        .where(Gift.anonymous.is_(False), Gift.recognition_name != "", Gift.released_at.is_not(None))
        .order_by(Gift.gift_on, Gift.id)
    ).all()
    drafts = [draft_acknowledgment(gift_id) for gift_id in agreed]
    for draft in drafts[:-LEFT_TO_DO]:
        publish(draft.id)
