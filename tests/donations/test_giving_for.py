"""What a gift is for is kept from the form to the books: a fund with its description, or a campaign."""

from datetime import timedelta
from typing import TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from html5lib import HTMLParser
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import db as database
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.campaigns.operations import close_campaign
from ngoapp.donations.funds.operations import add_fund, close_fund
from ngoapp.donations.mailed.models import MailedPledge
from ngoapp.donations.models import Donation, Gift
from tests.accounts.fixtures import StaffClient
from tests.donations.campaign_factories import make_campaign
from tests.donations.factories import make_fund, make_pledge
from tests.donations.giving import filled, give, hidden
from tests.donations.recurring import gifts, tell
from tests.fakes import FakeStripe
from tests.pages.stage import counted

pytestmark = pytest.mark.usefixtures("organisation")
Row = TypeVar("Row")
HERE = "/donate?campaign=a-warm-winter"


@pytest.fixture
def campaign_id(db: Session) -> int:
    """A campaign that collects for research, with amounts of its own."""
    with transaction():
        research = add_fund(name="Research", description="Grants for young researchers.")
        suggested = [Money(3000, "USD"), Money(6000, "USD"), Money(9000, "USD")]
        return make_campaign(fund_id=research.id, suggested=suggested).id


def the(db: Session, model: type[Row]) -> Row:
    """The one row of this kind, as it is now."""
    db.rollback()
    return db.scalars(select(model)).one()


def chosen(page: str, name: str) -> list[str]:
    """The values of the radio buttons that are chosen."""
    tree = HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return [it.get("value") for it in tree.iter("input") if it.get("name") == name and "checked" in it.attrib]


def test_a_form_for_a_campaign_names_it_and_keeps_it_with_its_fund(
    db: Session, client: FlaskClient, campaign_id: int
) -> None:
    page = client.get(HERE).text
    assert "For the campaign “A warm winter”" in page
    assert "It goes to: Research" in page
    assert chosen(page, "amount") == ["6000"]
    assert give(client, filled(client, HERE, amount="9000", campaign="a-warm-winter")).status_code == 303
    donation = the(db, Donation)
    assert (donation.campaign_id, donation.fund.name, donation.amount.minor) == (
        campaign_id,
        "Research",
        9000,
    )


def test_the_amounts_of_a_campaign_are_offered_to_its_givers_only(
    client: FlaskClient, campaign_id: int
) -> None:
    assert "$90" in client.get(HERE).text
    assert "$90" not in client.get("/donate").text
    assert chosen(client.get("/donate").text, "amount") == ["5000"]


def test_an_own_amount_counts_beside_the_card_that_is_chosen_first(
    db: Session, client: FlaskClient, campaign_id: int
) -> None:
    give(client, filled(client, HERE, amount="6000", other="75", campaign="a-warm-winter"))
    assert the(db, Donation).amount == Money(7500, "USD")


@pytest.mark.parametrize("slug", ["nowhere", "A Warm Winter", "'--", "x" * 300])
def test_a_campaign_that_is_none_leads_to_the_ordinary_form(
    client: FlaskClient, campaign_id: int, slug: str
) -> None:
    page = client.get("/donate", query_string={"campaign": slug}).text
    assert "has ended, or its address is mistyped" in page
    assert "What it is for" in page
    assert hidden(page, "campaign") == ""


def test_who_sends_the_form_of_a_closed_campaign_reads_of_it_first_and_then_gives(
    db: Session, client: FlaskClient, campaign_id: int
) -> None:
    form = filled(client, HERE, amount="5000", campaign="a-warm-winter")
    with transaction():
        close_campaign(campaign_id)
    page = give(client, form).text
    assert "Your gift is just as welcome" in page
    assert "Please look at these again" not in page
    assert 'value="lewis@example.org"' in page
    assert give(client, {**form, "campaign": hidden(page, "campaign")}).status_code == 303
    assert the(db, Donation).campaign_id is None


def test_a_form_that_was_opened_before_midnight_counts_for_the_campaign(
    db: Session, client: FlaskClient, campaign_id: int
) -> None:
    form = filled(client, HERE, amount="6000", campaign="a-warm-winter")
    with clock.at(clock.now() + timedelta(days=11)):
        assert give(client, form).status_code == 303
        assert "has ended" in client.get(HERE).text
    assert the(db, Donation).campaign_id == campaign_id


def test_the_way_back_from_the_payment_page_keeps_the_campaign(
    db: Session, client: FlaskClient, bank: FakeStripe, campaign_id: int
) -> None:
    give(client, filled(client, HERE, amount="6000", campaign="a-warm-winter"))
    again = bank.wanted[0].cancel_url.removeprefix("http://localhost")
    page = client.get(again).text
    assert (hidden(page, "campaign"), chosen(page, "amount")) == ("a-warm-winter", ["6000"])
    with transaction():
        close_campaign(campaign_id)
    assert "has ended" in client.get(again).text


def test_a_promised_check_carries_the_campaign_to_slip_and_entry(
    db: Session, client: FlaskClient, staff_client: StaffClient, campaign_id: int
) -> None:
    form = filled(client, HERE, amount="6000", campaign="a-warm-winter", way="mail")
    slip = client.post("/donate", data=form)
    assert "Research (A warm winter)" in client.get(str(slip.location)).text
    with transaction():
        close_campaign(campaign_id)
        close_fund(make_fund("Research").id)
    pledge = the(db, MailedPledge)
    finance = staff_client("finance")
    page = finance.get(f"/staff/gifts/new?pledge={pledge.reference}").text
    assert f'<option value="{campaign_id}" selected>A warm winter</option>' in page
    assert "has been closed since; the promise still holds" in page


def test_a_renewal_keeps_the_campaign_and_goes_to_what_followed_its_fund(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, campaign_id: int
) -> None:
    form = filled(client, HERE, amount="6000", campaign="a-warm-winter", every="month")
    page = str(give(client, form).location).removeprefix("https://checkout.test/")
    bank.pay(page)
    tell(app, client, "checkout.session.completed", page)
    with transaction():
        close_campaign(campaign_id)
        close_fund(make_fund("Research").id, successor_id=make_fund().id)
    tell(app, client, "invoice.paid", bank.billing.ask(bank.pages[page].subscription_id or ""))
    first, renewal = gifts(db)
    assert (first.campaign_id, first.fund.name) == (campaign_id, "Research")
    assert (renewal.campaign_id, renewal.fund.name) == (campaign_id, "Where it is needed most")


def entered(client: FlaskClient, **changes: str) -> dict[str, str]:
    """Staff's form for a check."""
    page = client.get("/staff/gifts/new").text
    known = {"method": "cheque", "amount": "50", "donor_name": "Ruth Berg", "received_on": "2026-11-20"}
    return {
        **known,
        "entry_key": hidden(page, "entry_key"),
        "consent_source": "letter",
        "currency_code": "USD",
        "country_code": "US",
        **changes,
    }


def test_staff_say_which_campaign_a_letter_answers_and_its_fund_has_to_fit(
    db: Session, staff_client: StaffClient, campaign_id: int
) -> None:
    finance = staff_client("finance")
    research, other = make_fund("Research").id, make_fund().id
    form = entered(finance, campaign_id=str(campaign_id), fund_id=str(other))
    page = finance.post("/staff/gifts/new", data=form).text
    assert "This campaign collects for “Research”" in page
    answer = finance.post("/staff/gifts/new", data={**form, "fund_id": str(research), "next": "1"})
    assert f"campaign_id={campaign_id}" in answer.location
    gift = the(db, Gift)
    assert (gift.campaign_id, gift.fund_id) == (campaign_id, research)
    assert "A warm winter" in finance.get(f"/staff/gifts/{gift.id}").text


def test_gifts_are_listed_by_fund_and_by_campaign(
    db: Session, staff_client: StaffClient, campaign_id: int
) -> None:
    finance = staff_client("finance")
    research = make_fund("Research").id
    finance.post(
        "/staff/gifts/new", data=entered(finance, campaign_id=str(campaign_id), fund_id=str(research))
    )
    other = entered(finance, donor_name="Ana Ruiz", campaign_id="0", fund_id=str(make_fund().id))
    finance.post("/staff/gifts/new", data=other)
    for narrowed in (
        f"fund={research}",
        f"campaign={campaign_id}",
        f"fund={research}&campaign={campaign_id}",
    ):
        page = finance.get(f"/staff/gifts/?{narrowed}").text
        assert "Ruth Berg" in page
        assert "Ana Ruiz" not in page
    assert "No gifts here" in finance.get("/staff/gifts/?campaign=99999999999999999999").text
    assert "Ana Ruiz" in finance.get("/staff/gifts/?fund=&campaign=").text


def test_each_fund_says_what_it_pays_for_and_the_first_is_chosen(
    client: FlaskClient, campaign_id: int
) -> None:
    page = client.get("/donate").text
    assert "Grants for young researchers." in page
    assert chosen(page, "fund_id") == [hidden(page, "fund_id")]


def test_new_words_of_a_fund_are_on_the_form_at_the_next_request(
    client: FlaskClient, campaign_id: int
) -> None:
    client.get("/donate")
    with transaction():
        make_fund("Research").description = "Laboratories."
    assert "Laboratories." in client.get("/donate").text


def test_a_promise_without_a_campaign_goes_on_as_ever(db: Session) -> None:
    assert make_pledge().given_for == "Where it is needed most"


def test_coming_from_a_campaign_costs_the_form_one_question_more(
    client: FlaskClient, campaign_id: int
) -> None:
    numbers = []
    for path in ("/donate", HERE):
        client.get(path)
        with counted(database.engine) as statements:
            client.get(path)
        numbers.append(len(statements))
    assert numbers[1] == numbers[0] + 1
