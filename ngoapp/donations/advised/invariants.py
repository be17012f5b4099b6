"""What must be true of gifts from donor-advised funds at any time; `ngoapp check` asks."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from ngoapp.core.db import session
from ngoapp.donations.matching.models import SoftCredit
from ngoapp.donations.models import Gift


def broken() -> Iterator[str]:
    """A sentence for each fact that does not hold."""
    credited = (SoftCredit.gift_id == Gift.id) & SoftCredit.matching_gift_id.is_(None)
    unlike = or_(
        Gift.adviser_id.is_distinct_from(SoftCredit.person_id), Gift.amount_minor != SoftCredit.amount_minor
    )
    either = select(Gift.id).outerjoin(SoftCredit, credited)
    wrong = either.where(or_(Gift.adviser_id.is_not(None), SoftCredit.id.is_not(None)), unlike)
    for gift_id in session.scalars(wrong.order_by(Gift.id)):
        yield f"donations: the soft credit on gift {gift_id} is not its adviser's, or not for all of it"
