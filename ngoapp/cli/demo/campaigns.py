"""Campaigns in the demo: one that collects just now, one that reached its goal, and a draft."""

from collections.abc import Sequence
from datetime import timedelta

from ngoapp.adapters.pictures import JPEG, Canvas, cleaned
from ngoapp.cli.demo.donations import DONORS, give_by_card, noon
from ngoapp.core import clock
from ngoapp.core.money import Money
from ngoapp.donations.campaigns.operations import Plan, draft_campaign, publish_campaign, set_picture
from ngoapp.donations.queries import open_funds
from ngoapp.organisation.queries import our_today

EVENING = """Questions come in the evening, when the day is done and the house is quiet. Until now our hotline closes at
eight. With **$5,000** it stays open until ten, for a whole year.

## What it pays for

- the telephone line and its toll-free number
- training for six new listeners, all of whom live with scleroderma themselves
- a small lamp for each of them

Is something left over? Then the line stays open for longer."""
GLOVES = """Last winter, forty people got heated gloves who could not have bought them.

We asked three makers, tried eleven pairs on sore hands, and chose the ones with the large switch. Thank you for every
single pair!"""
# Days ago, donor, dollars.
FOR_EVENINGS = (
    *((24, 1, 120), (22, 0, 500), (19, 3, 250), (15, 9, 750), (12, 4, 60)),
    *((9, 6, 35), (7, 7, 400), (4, 10, 250), (2, 8, 180), (2, 11, 288)),
)
FOR_GLOVES = (
    *((305, 3, 400), (298, 0, 300), (292, 7, 250), (284, 1, 150)),
    *((279, 9, 600), (276, 6, 120), (274, 11, 288)),
)
DARK, WALL, LIT, ROOF = "#0b2d38", "#14424e", "#f2c374", "#0a2129"
ALIGHT = {(1, 0), (4, 0), (0, 1), (3, 1), (6, 1), (2, 2), (5, 2), (7, 2), (4, 3)}


def load_campaigns() -> None:
    """A campaign of these weeks and one of last winter, with their gifts, and one that is still being written."""
    today, funds = our_today(), open_funds()
    with clock.at(noon(30)):
        evening = Plan(
            title="A hotline for the evening",
            slug="evening-hotline",
            summary="From eight to ten, when questions come: help us to pick up the telephone.",
            story=EVENING,
            fund_id=funds[2].id,
            goal=_dollars(5000),
            suggested=[_dollars(35), _dollars(60), _dollars(120), _dollars(250)],
            starts_on=today - timedelta(days=25),
            ends_on=today + timedelta(days=37),
            show_supporters=True,
        )
        collected = draft_campaign(evening, entry_key="demo-evening-hotline").id
        set_picture(collected, _house(), JPEG, words="A house at night, with light in some of its windows")
        publish_campaign(collected)
    with clock.at(noon(315)):
        gloves = Plan(
            title="Warm hands for winter",
            summary="Heated gloves for forty people who could not buy them.",
            story=GLOVES,
            fund_id=funds[0].id,
            goal=_dollars(2000),
            starts_on=today - timedelta(days=310),
            ends_on=today - timedelta(days=272),
        )
        reached = publish_campaign(draft_campaign(gloves, entry_key="demo-warm-hands").id).id
    _give(collected, funds[2].id, FOR_EVENINGS)
    _give(reached, funds[0].id, FOR_GLOVES)
    spring = Plan(title="A spring for research", fund_id=funds[1].id, starts_on=today + timedelta(days=120))
    draft_campaign(spring, entry_key="demo-spring")


def _dollars(amount: int) -> Money:
    return Money(amount * 100, "USD")


def _give(campaign_id: int, fund_id: int, gifts: Sequence[tuple[int, int, int]]) -> None:
    for days_ago, donor, dollars in gifts:
        with clock.at(noon(days_ago)):
            give_by_card(DONORS[donor], dollars, fund_id, campaign_id=campaign_id)


def _house() -> bytes:
    """The campaign's picture, drawn here: the demo brings no photographs."""
    house = Canvas(1600, 900, DARK)
    house.block((110, 130, 1490, 900), WALL)
    house.block((80, 100, 1520, 150), ROOF, radius=12)
    for column in range(8):
        for floor in range(4):
            left, top = 180 + column * 160, 210 + floor * 170
            house.block(
                (left, top, left + 90, top + 120), LIT if (column, floor) in ALIGHT else ROOF, radius=8
            )
    return cleaned(house.png())
