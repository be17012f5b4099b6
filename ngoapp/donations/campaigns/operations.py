"""Writes about campaigns."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ngoapp.core import audit, clock
from ngoapp.core.db import locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.core.files import store
from ngoapp.core.money import Money
from ngoapp.core.slugs import slug_of
from ngoapp.donations.amounts import check_amount
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.models import Fund
from ngoapp.organisation.queries import our_organisation, our_today

MOST_SUGGESTED = 6


class AddressTaken(Refused):
    """Two campaigns cannot stand at one address."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"There is a campaign at /campaigns/{slug} already. Choose another address.", field="slug"
        )


class EndsBeforeItStarts(Refused):
    """The days are the wrong way round."""

    def __init__(self) -> None:
        super().__init__(
            "The last day is before the first. Swap them, or leave the last day empty.", field="ends_on"
        )


class SettledOncePublished(Refused):
    """Donors gave on these words, and posters carry the address."""

    def __init__(self) -> None:
        super().__init__("Address and fund stay as they are once a campaign was published.")


class TooManyAmounts(Refused):
    """More cards than a person takes in."""

    def __init__(self) -> None:
        super().__init__(f"Suggest {MOST_SUGGESTED} amounts at most.", field="suggested")


class PictureWithoutWords(Refused):
    """Who cannot see the picture needs to hear what is on it."""

    def __init__(self) -> None:
        super().__init__("Say in a few words what is on the picture.", field="picture_alt")


class NothingToTell(Refused):
    """A page without a word on what the money is for asks in vain."""

    def __init__(self) -> None:
        super().__init__("Write a sentence or a story before you publish it.", field="summary")


class DaysAreOver(Refused):
    """A campaign that ended before it began collects nothing."""

    def __init__(self) -> None:
        super().__init__("Its last day has gone by. Choose a later one, or leave it empty.", field="ends_on")


class FundIsClosed(Refused):
    """A closed fund is offered to nobody, in a campaign neither."""

    def __init__(self, fund: Fund) -> None:
        super().__init__(f"“{fund.name}” is closed. Reopen it, or choose another fund.", field="fund_id")


class StillADraft(Refused):
    """Only what was open can be closed."""

    def __init__(self) -> None:
        super().__init__("This is a draft: nobody sees it yet, so there is nothing to close.")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What staff write about a campaign. An empty `slug` is made of the title."""

    title: str
    fund_id: int
    starts_on: date
    ends_on: date | None = None
    slug: str = ""
    summary: str = ""
    story: str = ""
    goal: Money | None = None
    suggested: Sequence[Money] = ()
    show_total: bool = True
    show_supporters: bool = False


def draft_campaign(plan: Plan, *, entry_key: str) -> Campaign:
    """Keep a new draft, in our currency; the same form sent twice is one campaign. Raises Refused."""
    known = session.scalar(select(Campaign).where(Campaign.entry_key == entry_key))
    if known:
        return known
    campaign = Campaign(
        entry_key=entry_key,
        currency=our_organisation().currency,
        slug=_slug(plan, besides=None),
        created_at=clock.now(),
    )
    _write(campaign, plan)
    audit.record("campaign.drafted", save(campaign))
    return campaign


def change_campaign(campaign_id: int, plan: Plan) -> Campaign:
    """Give a campaign other words, days or a goal. Raises SettledOncePublished and others that are Refused."""
    campaign = locked(Campaign, campaign_id)
    if campaign.published_at is None:
        campaign.slug = _slug(plan, besides=campaign)
    elif (plan.slug or campaign.slug, plan.fund_id) != (campaign.slug, campaign.fund_id):
        raise SettledOncePublished
    _write(campaign, plan)
    session.flush()
    audit.record("campaign.changed", campaign)
    return campaign


def set_picture(campaign_id: int, content: bytes, content_type: str, *, words: str) -> None:
    """Show this picture (PNG or JPEG, made safe by the caller) with `words` for who cannot see it."""
    campaign = locked(Campaign, campaign_id)
    if not words.strip():
        raise PictureWithoutWords
    campaign.picture_alt, campaign.picture_id = words, store(content, content_type).id
    campaign.updated_at = clock.now()
    audit.record("campaign.picture_changed", campaign)


def describe_picture(campaign_id: int, words: str) -> None:
    """Say anew what is on the picture; without a picture nothing is kept. Raises PictureWithoutWords."""
    campaign = locked(Campaign, campaign_id)
    if campaign.picture_id and not words.strip():
        raise PictureWithoutWords
    campaign.picture_alt = words if campaign.picture_id else ""


def remove_picture(campaign_id: int) -> None:
    """Show no picture any more. A repeat does nothing."""
    campaign = locked(Campaign, campaign_id)
    if campaign.picture_id:
        campaign.picture_id, campaign.picture_alt = None, ""
        campaign.updated_at = clock.now()
        audit.record("campaign.picture_removed", campaign)


def publish_campaign(campaign_id: int) -> Campaign:
    """Open the campaign on its first day, or again after it was closed. A repeat does nothing.

    Raises NothingToTell, DaysAreOver and FundIsClosed."""
    campaign = locked(Campaign, campaign_id)
    if campaign.state == "published":
        return campaign
    if not (campaign.summary or campaign.story):
        raise NothingToTell
    if campaign.ends_on and campaign.ends_on < our_today():
        raise DaysAreOver
    fund = locked(Fund, campaign.fund_id)  # whoever closes the fund waits for us, and then meets the campaign
    if fund.closed_at:
        raise FundIsClosed(fund)
    campaign.state, campaign.published_at = "published", campaign.published_at or clock.now()
    campaign.updated_at = clock.now()
    audit.record("campaign.published", campaign)
    return campaign


def close_campaign(campaign_id: int) -> Campaign:
    """Collect no more; the page stays, with thanks. A repeat does nothing. Raises StillADraft."""
    campaign = locked(Campaign, campaign_id)
    if campaign.state == "draft":
        raise StillADraft
    if campaign.state == "published":
        campaign.state, campaign.updated_at = "closed", clock.now()
        audit.record("campaign.closed", campaign)
    return campaign


def _write(campaign: Campaign, plan: Plan) -> None:
    if plan.ends_on and plan.ends_on < plan.starts_on:
        raise EndsBeforeItStarts
    campaign.title, campaign.summary, campaign.story = plan.title, plan.summary, plan.story
    campaign.fund_id = plan.fund_id
    campaign.goal_minor = plan.goal.minor if plan.goal else None
    campaign.suggested_minor = _checked(plan.suggested)
    campaign.starts_on, campaign.ends_on = plan.starts_on, plan.ends_on
    campaign.show_total, campaign.show_supporters = plan.show_total, plan.show_supporters
    campaign.updated_at = clock.now()


def _checked(amounts: Sequence[Money]) -> list[int]:
    """The amounts as they are kept: each once, from small to large."""
    try:
        for amount in amounts:
            check_amount(amount)
    except Refused as refusal:
        raise Refused(refusal.sentence, field="suggested") from refusal
    different = sorted({amount.minor for amount in amounts})
    if len(different) > MOST_SUGGESTED:
        raise TooManyAmounts
    return different


def _slug(plan: Plan, *, besides: Campaign | None) -> str:
    """The address that staff chose, or a free one made of the title. Raises AddressTaken."""
    chosen = slug = slug_of(plan.slug or plan.title, otherwise="campaign")
    while (owner := session.scalar(select(Campaign.id).where(Campaign.slug == slug))) is not None:
        if besides and owner == besides.id:
            break
        if plan.slug:
            raise AddressTaken(chosen)
        slug = f"{chosen}-{secrets.token_hex(2)}"
    return slug
