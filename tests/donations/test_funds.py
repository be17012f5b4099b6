"""A fund closes without breaking a promise: what is on its way is told of, and staff say what follows."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import save, transaction
from ngoapp.core.money import Money
from ngoapp.core.tokens import new_nonce
from ngoapp.donations.campaigns.operations import close_campaign
from ngoapp.donations.funds.operations import (
    CampaignCollects,
    FundNameTaken,
    LastOpenFund,
    SuccessorIsClosed,
    add_fund,
    change_fund,
    close_fund,
    reopen_fund,
)
from ngoapp.donations.funds.queries import fund_for_renewal, fund_line, fund_lines
from ngoapp.donations.gifts import add_movement
from ngoapp.donations.models import Fund, RecurringPlan
from ngoapp.organisation.queries import our_today
from tests.accounts.fixtures import StaffClient
from tests.donations.campaign_factories import make_campaign
from tests.donations.factories import make_card_gift, make_donation, make_fund, make_pledge

pytestmark = pytest.mark.usefixtures("organisation")


def make_plan_for(fund: Fund) -> RecurringPlan:
    """A gift that comes every month."""
    donation = make_donation(fund=fund)
    return save(
        RecurringPlan(
            donation_id=donation.id,
            amount=donation.amount,
            every="month",
            fund_id=fund.id,
            state="active",
            nonce=new_nonce(),
            created_at=clock.now(),
            updated_at=clock.now(),
        )
    )


@pytest.fixture
def finance(staff_client: StaffClient) -> FlaskClient:
    """A browser of somebody who keeps the funds."""
    return staff_client("finance")


def test_the_last_open_fund_stays_open(db: Session) -> None:
    with pytest.raises(LastOpenFund):
        close_fund(make_fund().id)


def test_a_fund_that_a_campaign_collects_for_is_not_closed_under_it(db: Session) -> None:
    research = add_fund(name="Research")
    campaign = make_campaign(fund_id=research.id)
    with pytest.raises(CampaignCollects, match="“A warm winter” collects"):
        close_fund(research.id)
    close_campaign(campaign.id)
    close_fund(research.id)
    assert research.closed_at


def test_renewals_go_to_what_followed_and_back_once_the_fund_is_open_again(db: Session) -> None:
    first, second, third = make_fund(), add_fund(name="Second"), add_fund(name="Third")
    assert fund_for_renewal(first) is first
    close_fund(first.id, successor_id=second.id)
    close_fund(second.id, successor_id=third.id)
    assert fund_for_renewal(first) is third
    reopen_fund(first.id)
    assert fund_for_renewal(first) is first
    assert first.successor_id is None


def test_renewals_of_a_closed_fund_without_a_successor_stay_with_it(db: Session) -> None:
    research = add_fund(name="Research")
    close_fund(research.id)
    assert fund_for_renewal(research) is research


def test_only_another_fund_that_is_open_can_follow(db: Session) -> None:
    first, second, third = make_fund(), add_fund(name="Second"), add_fund(name="Third")
    close_fund(second.id)
    for successor_id in (first.id, second.id, third.id + 1):
        with pytest.raises(SuccessorIsClosed):
            close_fund(first.id, successor_id=successor_id)


def test_a_line_says_what_came_in_by_currency_and_what_is_on_its_way(db: Session) -> None:
    research = add_fund(name="Research")
    given = make_card_gift(Money(30_000, "USD"), fund=research)
    add_movement(given, kind="refund", source="re_1", amount=Money(-10_000, "USD"), moved_on=our_today())
    make_card_gift(Money(7000, "EUR"), fund=research)
    make_pledge(fund_id=research.id)
    make_plan_for(research)
    line = fund_line(research.id)
    assert [(it.amount, it.gifts) for it in line.sums] == [(Money(20_000, "USD"), 1), (Money(7000, "EUR"), 1)]
    assert (line.promised, line.recurring) == (1, 1)
    assert [line.sums for line in fund_lines() if line.fund.id != research.id] == [()]


def test_staff_close_a_fund_with_open_eyes(db: Session, finance: FlaskClient) -> None:
    with transaction():
        general, research = make_fund().id, add_fund(name="Research")
        make_pledge(fund_id=research.id)
        make_plan_for(research)
    path = f"/staff/gifts/funds/{research.id}"
    assert "1 promised check, 1 recurring gift" in finance.get(f"{path}/close").text
    answer = finance.post(f"{path}/close", data={"successor_id": str(general)})
    assert answer.status_code == 303
    assert "Renewals go to “Where it is needed most”" in finance.get("/staff/gifts/funds").text
    page = finance.get(path).text
    assert "still on its way: 1 promised check, 1 recurring gift" in page
    assert "Research" not in finance.get("/donate").text
    finance.post(f"{path}/reopen")
    assert "Research" in finance.get("/donate").text


def test_what_cannot_be_closed_says_why_beside_the_button(db: Session, finance: FlaskClient) -> None:
    page = finance.post(f"/staff/gifts/funds/{make_fund().id}/close", data={"successor_id": "0"})
    assert page.status_code == 200
    assert "only open fund" in page.text


@pytest.mark.parametrize("other", ["ÉTÉ À LA MER", " été à la mer ", "Été à la mer"])
def test_two_funds_are_not_told_apart_by_their_capitals_alone(db: Session, other: str) -> None:
    with transaction():
        first = add_fund(name="Été à la mer")
        second = add_fund(name="Winter")
    with pytest.raises(FundNameTaken), transaction():
        add_fund(name=other)
    with pytest.raises(FundNameTaken), transaction():
        change_fund(second.id, name=other, description="", restricted=False)
    with transaction():
        change_fund(first.id, name=other, description="", restricted=False)
