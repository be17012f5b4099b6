"""What must be true of campaigns and of funds that follow each other; `ngoapp check` asks."""

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.models import Fund, Gift


def broken() -> Iterator[str]:
    """A sentence for each fact that does not hold."""
    never_public = select(Gift.id).join(Gift.campaign).where(Campaign.published_at.is_(None))
    for gift_id in session.scalars(never_public.order_by(Gift.id)):
        yield f"donations: gift {gift_id} belongs to a campaign that was never published"
    # Renewals go to what followed the campaign's fund.
    elsewhere = select(Gift.id).join(Gift.campaign).where(Gift.fund_id != Campaign.fund_id)
    strayed = elsewhere.where(Gift.plan_id.is_(None))
    for gift_id in session.scalars(strayed.order_by(Gift.id)):
        yield f"donations: gift {gift_id} is in another fund than its campaign collects for"
    yield from _funds()


def _funds() -> Iterator[str]:
    """Whatever follows a closed fund leads to an end."""
    funds = session.scalars(select(Fund).order_by(Fund.id)).all()
    successors = {fund.id: fund.successor_id for fund in funds}
    for fund in funds:
        if fund.successor_id and not fund.closed_at:
            yield f"donations: fund {fund.id} is open and has a successor"
        if _goes_round(fund.id, successors):
            yield f"donations: the funds that follow fund {fund.id} go round in a circle"


def _goes_round(fund_id: int, successors: Mapping[int, int | None]) -> bool:
    seen: set[int] = set()
    at: int | None = fund_id
    while at is not None and at not in seen:
        seen.add(at)
        at = successors[at]
    return at is not None
