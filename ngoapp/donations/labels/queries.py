"""Which donors are to get a label."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from ngoapp.core.db import session
from ngoapp.donations.models import Gift, Movement
from ngoapp.people.models import Address, Person


@dataclass(frozen=True)
class Choice:
    """Donors by what they gave: since a day, for a fund, in a campaign, how often; and by where they live."""

    since: date | None = None
    until: date | None = None
    fund_id: int = 0
    campaign_id: int = 0
    country: str = ""
    at_least: int = 1


def donors_chosen(choice: Choice) -> Sequence[Person]:
    """The donors of such gifts, those first whose last gift is longest ago. What was given back does not count."""
    gave = (
        select(Gift.donor_id, func.max(Gift.gift_on).label("last_on"))
        .where(Gift.donor_id.is_not(None), _is_kept(), *_narrowed(choice))
        .group_by(Gift.donor_id)
        .having(func.count(Gift.id) >= choice.at_least)
        .subquery()
    )
    people = select(Person).join(gave, gave.c.donor_id == Person.id)
    if choice.country:
        people = people.where(
            select(Address.id)
            .where(
                Address.person_id == Person.id,
                Address.ended_at.is_(None),
                Address.country_code == choice.country,
            )
            .exists()
        )
    whole = people.options(selectinload(Person.addresses), joinedload(Person.household))
    return session.scalars(whole.order_by(gave.c.last_on, Person.id)).all()


def donors_countries() -> Sequence[str]:
    """The codes of the countries that people live in."""
    living = select(Address.country_code).where(Address.ended_at.is_(None)).distinct()
    return session.scalars(living.order_by(Address.country_code)).all()


def _narrowed(choice: Choice) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if choice.since:
        wanted.append(Gift.gift_on >= choice.since)
    if choice.until:
        wanted.append(Gift.gift_on <= choice.until)
    if choice.fund_id:
        wanted.append(Gift.fund_id == choice.fund_id)
    if choice.campaign_id:
        wanted.append(Gift.campaign_id == choice.campaign_id)
    return wanted


def _is_kept() -> ColumnElement[bool]:
    """SQL for gifts of which something is left after refunds and disputes, fees aside."""
    return (
        select(func.sum(Movement.amount_minor))
        .where(Movement.gift_id == Gift.id, Movement.kind != "fee")
        .scalar_subquery()
        > 0
    )
