"""What must be true of matches and soft credits at any time; `ngoapp check` asks."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from ngoapp.core.db import session
from ngoapp.donations.matching.models import RECEIVED, MatchingGift, SoftCredit
from ngoapp.donations.models import Gift


def broken() -> Iterator[str]:
    """A sentence for each fact that does not hold."""
    credited = func.sum(SoftCredit.amount_minor)
    too_much = (
        select(Gift.id)
        .join(SoftCredit, SoftCredit.gift_id == Gift.id)
        .group_by(Gift.id, Gift.amount_minor)
        .having(credited > Gift.amount_minor)
    )
    for gift_id in session.scalars(too_much.order_by(Gift.id)):
        yield f"donations: soft credits on gift {gift_id} are more than the gift"
    own = select(SoftCredit.id).join(Gift).where(Gift.donor_id == SoftCredit.person_id)
    for credit_id in session.scalars(own.order_by(SoftCredit.id)):
        yield f"donations: soft credit {credit_id} is the donor's own gift"
    unlike = or_(SoftCredit.id.is_(None), SoftCredit.gift_id != MatchingGift.matched_gift_id)
    alone = (
        select(MatchingGift.id)
        .outerjoin(SoftCredit, SoftCredit.matching_gift_id == MatchingGift.id)
        .where(MatchingGift.state == RECEIVED, unlike)
    )
    for match_id in session.scalars(alone.order_by(MatchingGift.id)):
        yield f"donations: match {match_id} has come and its donor has no credit for that gift"
