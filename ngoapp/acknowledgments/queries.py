"""Reads about public thanks. What was withdrawn, or given back in full, is in none of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager

from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.acknowledgments.tributes.queries import count_to_approve
from ngoapp.core.db import session
from ngoapp.donations.models import Gift
from ngoapp.donations.queries import net_minor
from ngoapp.donations.tributes.queries import count_to_print, count_to_tell

RECENT_DAYS = 60
RECENT_NAMES = 5
SUPPORTERS = 24


@dataclass(frozen=True)
class HonourRoll:
    """Donors of a month: names in order, and how many gave without wishing to be named."""

    month: date
    names: Sequence[str]
    anonymous: int


def recent_names(today: date) -> list[str]:
    """The donors to thank on every page: the latest five names of the last 60 days, each once."""
    span = {"after": today - timedelta(days=RECENT_DAYS), "until": today}
    return list(session.scalars(_recent(), span))


@cache
def _recent() -> Select[Any]:
    # Every page asks this: building the question anew would take longer than the answer.
    return (
        _published(Acknowledgment.recognition_name)
        .where(Gift.gift_on > bindparam("after"), Gift.gift_on <= bindparam("until"))
        .group_by(Acknowledgment.recognition_name)
        .order_by(func.max(Gift.gift_on).desc(), func.max(Acknowledgment.id).desc())
        .limit(RECENT_NAMES)
    )


def supporters(campaign_id: int) -> Sequence[str]:
    """Who gave for a campaign lately and may be named, the latest first, each once and without an amount."""
    return session.scalars(
        _published(Acknowledgment.recognition_name)
        .where(Gift.campaign_id == campaign_id)
        .group_by(Acknowledgment.recognition_name)
        .order_by(func.max(Gift.gift_on).desc(), func.max(Acknowledgment.id).desc())
        .limit(SUPPORTERS)
    ).all()


def honour_roll(today: date) -> HonourRoll:
    """Everybody who gave this month (the month of `today`) and may be named, by surname."""
    month = today.replace(day=1)
    names = session.execute(
        _published(Acknowledgment.recognition_name, Acknowledgment.sort_key)
        .where(Gift.gift_on >= month, Gift.gift_on <= today)
        .distinct()
        .order_by(Acknowledgment.sort_key, Acknowledgment.recognition_name)
    )
    anonymous = session.scalar(
        select(func.count()).where(
            Gift.anonymous,
            Gift.released_at.is_not(None),
            Gift.gift_on >= month,
            Gift.gift_on <= today,
            net_minor() > 0,
        )
    )
    return HonourRoll(month, [row.recognition_name for row in names], anonymous or 0)


def to_approve() -> Sequence[Acknowledgment]:
    """Names that wait for a proof-reader, oldest first; gifts that were given back are left out."""
    return session.scalars(_with_gift("draft").where(net_minor() > 0).order_by(Acknowledgment.id)).all()


def published(limit: int = 200) -> Sequence[Acknowledgment]:
    """Names that are shown, newest gift first."""
    return session.scalars(
        _with_gift("published").order_by(Gift.gift_on.desc(), Acknowledgment.id.desc()).limit(limit)
    ).all()


def thanks_of(gift_ids: Collection[int]) -> dict[int, Acknowledgment]:
    """The thanks for each of these gifts, whatever their state."""
    rows = session.scalars(select(Acknowledgment).where(Acknowledgment.gift_id.in_(gift_ids)))
    return {row.gift_id: row for row in rows}


def waiting() -> dict[str, int]:
    """What waits for staff: names to approve, of donors and of those whom they honor, and families to tell."""
    drafts = (
        select(func.count(Acknowledgment.id))
        .join(Gift)
        .where(Acknowledgment.state == "draft", net_minor() > 0)
        .scalar_subquery()
    )
    counted = select(drafts, count_to_approve(), count_to_tell(), count_to_print())
    names, honourees, families, letters = session.execute(counted).one()
    return {
        "names_to_approve": names,
        "honourees_to_approve": honourees,
        "families_to_tell": families,
        "tribute_letters_to_print": letters,
    }


def _published(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Acknowledgment)
        .join(Gift)
        .where(Acknowledgment.state == "published", net_minor() > 0)
    )


def _with_gift(state: str) -> Select[Acknowledgment]:
    return (
        select(Acknowledgment)
        .join(Acknowledgment.gift)
        .options(contains_eager(Acknowledgment.gift))
        .where(Acknowledgment.state == state)
    )
