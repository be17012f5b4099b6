"""A campaign collects on its days, for its fund, and says no more than staff have looked at."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.core.errors import NotThere, Refused
from ngoapp.core.money import Money
from ngoapp.donations.campaigns import operations as campaigns
from ngoapp.donations.campaigns.invariants import broken
from ngoapp.donations.campaigns.queries import (
    all_campaigns,
    campaign_standing,
    open_campaign,
    public_campaign,
    public_campaigns,
    running_campaign,
)
from ngoapp.donations.funds.operations import close_fund
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.mail import Mail
from ngoapp.organisation.queries import our_today
from tests.donations.campaign_factories import make_campaign, make_draft, make_plan
from tests.donations.factories import make_card_gift, make_cheque, make_fund

pytestmark = pytest.mark.usefixtures("organisation")
A_DAY = timedelta(days=1)


def test_a_draft_is_seen_by_nobody_until_it_is_published(db: Session) -> None:
    draft = make_draft()
    assert open_campaign(draft.slug) is None
    with pytest.raises(NotThere):
        public_campaign(draft.slug)
    campaigns.publish_campaign(draft.id)
    assert open_campaign("a-warm-winter") is draft
    assert public_campaign("a-warm-winter").is_running


def test_a_campaign_begins_on_its_first_day_and_ends_after_its_last(db: Session) -> None:
    campaign = make_campaign(starts_on=our_today() + A_DAY, ends_on=our_today() + 2 * A_DAY)
    assert (open_campaign(campaign.slug), running_campaign()) == (None, None)
    with pytest.raises(NotThere):
        public_campaign(campaign.slug)
    with clock.at(clock.now() + 2 * A_DAY):
        assert open_campaign(campaign.slug)
        assert public_campaign(campaign.slug).time_left == "Today is the last day"
    with clock.at(clock.now() + 3 * A_DAY):
        assert open_campaign(campaign.slug) is None
        assert public_campaign(campaign.slug).is_over


def test_a_form_that_was_opened_before_midnight_still_counts_the_day_after_and_no_longer(db: Session) -> None:
    campaign = make_campaign(ends_on=our_today())
    with clock.at(clock.now() + A_DAY):
        assert open_campaign(campaign.slug, grace=True)
    with clock.at(clock.now() + 2 * A_DAY):
        assert open_campaign(campaign.slug, grace=True) is None


def test_without_a_last_day_it_runs_until_staff_close_it(db: Session) -> None:
    campaign = make_campaign(ends_on=None)
    with clock.at(clock.now() + 1000 * A_DAY):
        assert open_campaign(campaign.slug)
        assert public_campaign(campaign.slug).time_left == ""
        campaigns.close_campaign(campaign.id)
        campaigns.close_campaign(campaign.id)
        assert open_campaign(campaign.slug, grace=True) is None
        assert public_campaign(campaign.slug).is_over


def test_the_same_form_sent_twice_is_one_campaign(db: Session) -> None:
    plan = make_plan()
    first = campaigns.draft_campaign(plan, entry_key="one-form")
    assert campaigns.draft_campaign(plan, entry_key="one-form") is first
    assert len(all_campaigns()) == 1


def test_two_campaigns_of_one_title_have_two_addresses_and_a_chosen_one_is_not_bent(db: Session) -> None:
    assert make_draft().slug != make_draft().slug
    with pytest.raises(campaigns.AddressTaken, match="/campaigns/a-warm-winter already"):
        make_draft("Another", slug="A warm winter")


def test_a_draft_keeps_its_address_while_its_title_stays(db: Session) -> None:
    draft = make_draft()
    assert campaigns.change_campaign(draft.id, make_plan(summary="New words.")).slug == "a-warm-winter"
    assert campaigns.change_campaign(draft.id, make_plan("Cold hands")).slug == "cold-hands"


def test_address_and_fund_stay_once_donors_gave_on_them_and_the_rest_can_change(db: Session) -> None:
    campaign = make_campaign()
    for change in ({"slug": "elsewhere"}, {"fund_id": make_fund("Research").id}):
        with pytest.raises(campaigns.SettledOncePublished):
            campaigns.change_campaign(campaign.id, make_plan(**change))
    campaigns.change_campaign(campaign.id, make_plan("Warmer still", goal=Money(200_000, "USD")))
    assert (campaign.slug, campaign.goal) == ("a-warm-winter", Money(200_000, "USD"))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"starts_on": our_today, "ends_on": lambda: our_today() - A_DAY}, "Swap them"),
        ({"suggested": lambda: [Money(100, "USD")]}, "Enter \\$5 or more"),
        ({"suggested": lambda: [Money(n * 1000, "USD") for n in range(1, 9)]}, "6 amounts at most"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    db: Session, values: dict[str, Callable[[], Any]], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        make_draft("Days and amounts", **{name: value() for name, value in values.items()})


def test_suggested_amounts_are_kept_once_each_from_small_to_large(db: Session) -> None:
    campaign = make_draft(suggested=[Money(9000, "USD"), Money(3000, "USD"), Money(9000, "USD")])
    assert campaign.suggested == [Money(3000, "USD"), Money(9000, "USD")]


def test_nothing_is_published_without_a_word_on_days_gone_by_or_for_a_closed_fund(db: Session) -> None:
    with pytest.raises(campaigns.NothingToTell):
        campaigns.publish_campaign(make_draft(summary="").id)
    with pytest.raises(campaigns.DaysAreOver):
        campaigns.publish_campaign(make_draft(ends_on=our_today() - A_DAY).id)
    research = make_fund("Research")
    draft = make_draft(fund_id=research.id)
    make_fund()
    close_fund(research.id)
    with pytest.raises(campaigns.FundIsClosed, match="“Research” is closed"):
        campaigns.publish_campaign(draft.id)
    with pytest.raises(campaigns.StillADraft):
        campaigns.close_campaign(draft.id)


def test_a_picture_has_words_for_who_cannot_see_it(db: Session) -> None:
    campaign = make_draft()
    with pytest.raises(campaigns.PictureWithoutWords):
        campaigns.set_picture(campaign.id, b"jpeg", "image/jpeg", words=" ")
    campaigns.set_picture(campaign.id, b"jpeg", "image/jpeg", words="Two hands")
    assert campaign.picture_id
    campaigns.describe_picture(campaign.id, "Two warm hands")
    with pytest.raises(campaigns.PictureWithoutWords):
        campaigns.describe_picture(campaign.id, "")
    campaigns.remove_picture(campaign.id)
    campaigns.remove_picture(campaign.id)
    assert campaign.picture_alt == ""
    assert not campaign.picture_id


@pytest.mark.breaks_rules
def test_the_database_holds_to_it_too(db: Session) -> None:
    campaign = make_draft()
    campaign.goal_minor = 0
    with pytest.raises(IntegrityError):
        db.flush()


def test_what_came_in_is_what_is_left_of_released_gifts(db: Session) -> None:
    campaign = make_campaign()
    given = make_card_gift(Money(30_000, "USD"), campaign_id=campaign.id)
    make_card_gift(Money(20_000, "USD"), campaign_id=campaign.id)
    make_card_gift(Money(70_000, "USD"))
    make_cheque(Money(99_900, "USD"), mail=Mail(received_on=our_today(), campaign_id=campaign.id))
    add_movement(given, kind="refund", source="re_1", amount=Money(-10_000, "USD"), moved_on=our_today())
    add_movement(given, kind="fee", source="txn_1", amount=Money(-900, "USD"), moved_on=our_today())
    seen = public_campaign(campaign.slug)
    assert (seen.raised, seen.gifts, seen.percent, seen.filled) == (Money(40_000, "USD"), 2, 40, 40)
    assert all_campaigns()[0].raised == Money(139_900, "USD")


def test_a_gift_that_went_back_whole_is_no_gift_any_more(db: Session) -> None:
    campaign = make_campaign()
    given = make_card_gift(Money(5000, "USD"), campaign_id=campaign.id)
    add_movement(given, kind="refund", source="re_1", amount=Money(-5000, "USD"), moved_on=our_today())
    seen = public_campaign(campaign.slug)
    assert (seen.raised, seen.gifts) == (Money(0, "USD"), 0)


def test_gifts_in_another_currency_are_named_beside_and_never_added_up(db: Session) -> None:
    campaign = make_campaign()
    make_card_gift(Money(5000, "USD"), campaign_id=campaign.id)
    make_card_gift(Money(7000, "EUR"), campaign_id=campaign.id)
    seen = public_campaign(campaign.slug)
    assert (seen.raised, seen.besides, seen.gifts) == (Money(5000, "USD"), [Money(7000, "EUR")], 2)


def test_more_than_the_goal_fills_the_thermometer_and_no_more(db: Session) -> None:
    campaign = make_campaign(goal=Money(10_000, "USD"))
    make_card_gift(Money(25_000, "USD"), campaign_id=campaign.id)
    seen = public_campaign(campaign.slug)
    assert (seen.percent, seen.filled) == (250, 100)
    campaigns.change_campaign(campaign.id, make_plan(goal=None))
    assert public_campaign(campaign.slug).filled is None


def test_the_list_has_those_that_collect_before_those_that_are_over(db: Session) -> None:
    over = make_campaign("Over")
    campaigns.close_campaign(over.id)
    running = make_campaign("Running", starts_on=our_today() - 20 * A_DAY)
    make_draft("Draft")
    assert [it.campaign for it in public_campaigns()] == [running, over]
    assert campaign_standing(over.id).is_over


def test_who_did_what_is_kept(db: Session) -> None:
    with transaction():
        campaign = make_campaign()
        campaigns.change_campaign(campaign.id, make_plan())
        campaigns.close_campaign(campaign.id)
    written = select(AuditEntry.action).where(AuditEntry.subject_kind == "campaigns").order_by(AuditEntry.seq)
    assert db.scalars(written).all() == [
        *("campaign.drafted", "campaign.published", "campaign.changed", "campaign.closed")
    ]


@pytest.mark.breaks_rules
def test_what_cannot_be_is_found_by_the_check(db: Session) -> None:
    research, other = make_fund("Research"), make_fund("Other")
    make_card_gift(campaign_id=make_draft().id)
    make_card_gift(campaign_id=make_campaign("Elsewhere").id, fund=research)
    research.successor_id, other.successor_id = other.id, research.id
    research.closed_at = clock.now()
    db.flush()
    assert [sentence.partition("donations: ")[2] for sentence in broken()] == [
        "gift 1 belongs to a campaign that was never published",
        "gift 2 is in another fund than its campaign collects for",
        f"the funds that follow fund {research.id} go round in a circle",
        f"fund {other.id} is open and has a successor",
        f"the funds that follow fund {other.id} go round in a circle",
    ]
