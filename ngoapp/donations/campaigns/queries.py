"""Reads about campaigns.

What the public sees counts released gifts only: a slip of a finger that nobody has looked at is not news."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, or_, select

from ngoapp.core.db import session
from ngoapp.core.errors import NotThere
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.campaigns.standing import Standing, standing
from ngoapp.donations.models import Fund, Gift
from ngoapp.donations.sums import sums_of
from ngoapp.organisation.queries import our_today

SLUG = re.compile(r"[a-z0-9-]{1,100}", re.ASCII)
GRACE = timedelta(days=1)  # a form that was opened before midnight may be sent after it


def open_campaign(slug: str, *, grace: bool = False) -> Campaign | None:
    """The campaign at this address, if it collects today; with `grace`, also if yesterday was its last day."""
    if not SLUG.fullmatch(slug):
        return None
    today = our_today()
    running = _running(today) | (_running(today - GRACE) if grace else _running(today))
    wanted = select(Campaign).join(Fund, Fund.id == Campaign.fund_id)
    return session.scalar(wanted.where(Campaign.slug == slug, running, Fund.closed_at.is_(None)))


def public_campaign(slug: str) -> Standing:
    """The campaign at this address as everybody may see it, also when it is over. Raises NotThere."""
    found = _standings(_public().where(Campaign.slug == slug))
    if not found:
        raise NotThere
    return found[0]


def public_campaigns() -> Sequence[Standing]:
    """Every campaign that everybody may see: those that collect first, then those that are over, the latest first."""
    found = _standings(_public().order_by(Campaign.starts_on.desc(), Campaign.id.desc()))
    return sorted(found, key=lambda it: it.is_over)


def running_campaign() -> Standing | None:
    """The campaign for the home page: of those that collect today, the one that began last."""
    newest = (Campaign.starts_on.desc(), Campaign.id.desc())
    found = _standings(_with_fund().where(_running(our_today())).order_by(*newest).limit(1))
    return found[0] if found else None


def all_campaigns() -> Sequence[Standing]:
    """Every campaign for staff, the newest first."""
    return _standings(_with_fund().order_by(Campaign.id.desc()), released_only=False)


def campaign_standing(campaign_id: int) -> Standing:
    """One campaign as staff and a preview show it. Raises NotThere."""
    found = _standings(_with_fund().where(Campaign.id == campaign_id))
    if not found:
        raise NotThere
    return found[0]


def campaigns_ever() -> Sequence[Campaign]:
    """Campaigns that can have gifts: all that were ever published, the newest first."""
    return session.scalars(_ever()).all()


def campaigns_for_entry() -> Sequence[Campaign]:
    """Campaigns that a letter can answer: those of them whose fund is open."""
    funds = select(Fund.id).where(Fund.closed_at.is_(None))
    return session.scalars(_ever().where(Campaign.fund_id.in_(funds))).all()


def collects_for(fund_id: int) -> Campaign | None:
    """A campaign that collects for this fund, today or from a day that is still to come."""
    today = our_today()
    still = or_(Campaign.ends_on.is_(None), Campaign.ends_on >= today)
    wanted = select(Campaign).where(Campaign.fund_id == fund_id, Campaign.state == "published", still)
    return session.scalars(wanted.order_by(Campaign.id).limit(1)).first()


def _running(day: date) -> ColumnElement[bool]:
    not_over = or_(Campaign.ends_on.is_(None), Campaign.ends_on >= day)
    return (Campaign.state == "published") & (Campaign.starts_on <= day) & not_over


def _ever() -> Select[Campaign]:
    newest = (Campaign.starts_on.desc(), Campaign.id.desc())
    return select(Campaign).where(Campaign.published_at.is_not(None)).order_by(*newest)


def _public() -> Select[Campaign, Fund]:
    return _with_fund().where(Campaign.state != "draft", Campaign.starts_on <= our_today())


def _with_fund() -> Select[Campaign, Fund]:
    return select(Campaign, Fund).join(Fund, Fund.id == Campaign.fund_id)


def _standings(chosen: Select[Campaign, Fund], *, released_only: bool = True) -> list[Standing]:
    rows = session.execute(chosen).all()
    ids = [campaign.id for campaign, _ in rows]
    sums = sums_of(Gift.campaign_id, ids, released_only=released_only) if ids else {}
    today = our_today()
    return [standing(campaign, fund, sums.get(campaign.id, ()), today=today) for campaign, fund in rows]
