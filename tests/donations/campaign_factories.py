"""Campaigns for tests. The organisation must be there before."""

from datetime import timedelta
from itertools import count
from typing import Any

from ngoapp.core.money import Money
from ngoapp.donations.campaigns.models import Campaign
from ngoapp.donations.campaigns.operations import Plan, draft_campaign, publish_campaign
from ngoapp.organisation.queries import our_today
from tests.donations.factories import make_fund

numbers = count(1)


def make_plan(title: str = "A warm winter", **values: Any) -> Plan:
    """What staff write: a goal of $1,000, from ten days ago to ten days from now."""
    given: dict[str, Any] = {
        "title": title,
        "fund_id": make_fund().id,
        "summary": "Heated gloves for forty people.",
        "goal": Money(100_000, "USD"),
        "starts_on": our_today() - timedelta(days=10),
        "ends_on": our_today() + timedelta(days=10),
    }
    return Plan(**{**given, **values})


def make_draft(title: str = "A warm winter", **values: Any) -> Campaign:
    """A campaign that nobody sees yet."""
    return draft_campaign(make_plan(title, **values), entry_key=f"campaign-{next(numbers)}")


def make_campaign(title: str = "A warm winter", **values: Any) -> Campaign:
    """A campaign that collects, unless its days say otherwise."""
    return publish_campaign(make_draft(title, **values).id)
