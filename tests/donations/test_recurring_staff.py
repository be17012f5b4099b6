"""Recurring gifts for staff: what was made in Stripe's dashboard, what does not fit, and the whole list."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.models import RecurringPlan
from ngoapp.donations.queries import waiting
from ngoapp.donations.recurring.invariants import broken
from ngoapp.donations.recurring.models import PlanInvoice
from ngoapp.donations.recurring.operations import AlreadyMatched, ignore_plan, match_plan
from tests.accounts.fixtures import StaffClient
from tests.donations.factories import make_fund
from tests.donations.giving import give
from tests.donations.recurring import begin, gifts, movements, plan, tell
from tests.fakes import FakeStripe
from tests.people.factories import make_person
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")
FORTY = Money(4000, "USD")
PLANS = "/staff/gifts/recurring/"


@pytest.fixture
def finance(staff_client: StaffClient) -> FlaskClient:
    """Somebody of the office who looks after gifts."""
    return staff_client("finance")


@pytest.fixture
def found_plan(app: Flask, client: FlaskClient, bank: FakeStripe) -> str:
    """A subscription that staff made at Stripe for somebody whom we do not know, with two payments."""
    subscription = bank.billing.make("walter@example.org", FORTY)
    bank.billing.ask(subscription)
    for type, object_id in (("customer.subscription.created", subscription), ("invoice.paid", "in_1")):
        tell(app, client, type, object_id)
    return subscription


def test_a_gift_made_in_stripes_dashboard_is_the_donors_who_alone_has_the_address(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    with transaction():
        walter = make_person("Walter Kowalski", "walter@example.org").id
    bank.billing.ask(bank.billing.make("Walter@Example.org", FORTY))
    for _ in range(2):
        tell(app, client, "invoice.paid", "in_2")
    assert [(gift.donor_id, gift.amount, gift.plan_id) for gift in gifts(db)] == [
        (walter, FORTY, plan(db).id)
    ] * 2
    assert (plan(db).matching, list(broken())) == ("matched", [])


def test_a_gift_of_somebody_unknown_waits_for_staff_and_is_never_dropped(
    db: Session, found_plan: str
) -> None:
    assert (gifts(db), plan(db).matching, waiting()["plans_to_match"]) == ([], "waiting", 1)
    assert (plan(db).customer_name, plan(db).customer_email) == ("Walter Kowalski", "walter@example.org")


def test_two_people_of_one_address_are_for_staff_to_tell_apart(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    with transaction():
        make_person("Walter Kowalski", "walter@example.org")
        make_person("Wanda Kowalska", "walter@example.org")
    bank.billing.make("walter@example.org", FORTY)
    tell(app, client, "invoice.paid", "in_1")
    assert (gifts(db), plan(db).matching) == ([], "waiting")


def test_staff_say_whose_it_is_and_what_was_paid_is_recorded_with_its_days(
    app: Flask, db: Session, finance: FlaskClient, bank: FakeStripe, found_plan: str
) -> None:
    page = f"{PLANS}{plan(db).id}"
    assert "Somebody new: Walter Kowalski" in finance.get(page).text
    fund = make_fund().id
    done = finance.post(f"{page}/match", data={"donor": "new", "fund_id": fund})
    assert done.location == page
    work_off(app, only="donations.")
    assert [gift.amount for gift in gifts(db)] == [FORTY, FORTY]
    assert movements(db) == [("payment", 4000), ("fee", -175)] * 2
    assert "Renewal" in finance.get(page).text
    again = finance.post(f"{page}/match", data={"donor": "new", "fund_id": fund})
    assert "Somebody has decided on this one already." in again.text
    assert list(broken()) == []


def test_what_is_no_gift_is_set_aside_for_good(
    app: Flask, db: Session, finance: FlaskClient, client: FlaskClient, bank: FakeStripe, found_plan: str
) -> None:
    plan_id = plan(db).id
    for _ in range(2):
        finance.post(f"{PLANS}{plan_id}/ignore")
    bank.billing.ask(found_plan)
    tell(app, client, "invoice.paid", "in_3")
    assert (gifts(db), plan(db).matching, waiting()["plans_to_match"]) == ([], "ignored", 0)
    with pytest.raises(AlreadyMatched), transaction():
        match_plan(plan_id, donor=make_person(), fund=make_fund())


def test_a_matched_plan_cannot_be_set_aside(db: Session, found_plan: str) -> None:
    plan_id = plan(db).id
    with transaction():
        match_plan(plan_id, donor=make_person(), fund=make_fund())
    with pytest.raises(AlreadyMatched), transaction():
        ignore_plan(plan_id)


def test_a_payment_that_does_not_fit_becomes_a_gift_when_staff_say_that_it_is_right(
    app: Flask, db: Session, client: FlaskClient, finance: FlaskClient, bank: FakeStripe
) -> None:
    bank.billing.ask(begin(app, client, bank), amount=Money(9900, "USD"))
    tell(app, client, "invoice.paid", "in_2")
    assert waiting()["plans_in_trouble"] == 1
    page = f"{PLANS}{plan(db).id}"
    assert "What was paid is not what the plan asks for." in finance.get(page).text
    row = db.scalars(select(PlanInvoice.id).where(PlanInvoice.invoice_id == "in_2")).one()
    for _ in range(2):
        finance.post(f"{page}/payments/{row}/accept")
        work_off(app, only="donations.")
    assert gifts(db)[1].amount == Money(9900, "USD")
    assert waiting()["plans_in_trouble"] == 0


def test_the_list_shows_plans_by_how_they_stand(
    app: Flask, db: Session, client: FlaskClient, finance: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)
    assert "Jack and Elizabeth Lewis" in finance.get(PLANS).text
    assert "1 running: 1 every month." in finance.get(PLANS).text
    tell(
        app,
        client,
        "invoice.payment_failed",
        bank.billing.ask(subscription, status="requires_payment_method"),
    )
    assert "Card failed" in finance.get(f"{PLANS}?show=trouble").text
    assert "Jack and Elizabeth Lewis" in finance.get(f"{PLANS}?q=lewis").text
    assert "Nobody of this name" in finance.get(f"{PLANS}?q=kowalski").text
    assert "Jack and Elizabeth Lewis" not in finance.get(f"{PLANS}?show=ended").text


def test_staff_have_a_plan_held_against_stripe(
    app: Flask, db: Session, client: FlaskClient, finance: FlaskClient, bank: FakeStripe
) -> None:
    bank.billing.ask(begin(app, client, bank))
    for _ in range(2):
        finance.post(f"{PLANS}{plan(db).id}/ask")
    work_off(app, only="donations.")
    assert len(gifts(db)) == 2


def test_a_form_that_nobody_paid_for_is_in_no_list(
    db: Session, client: FlaskClient, finance: FlaskClient, bank: FakeStripe
) -> None:
    give(client, every="month")
    assert db.scalars(select(RecurringPlan.state)).all() == ["starting"]
    assert "Jack and Elizabeth Lewis" not in finance.get(PLANS).text


def test_the_story_of_a_renewal_shows_its_plan_and_its_invoice(
    app: Flask, db: Session, client: FlaskClient, finance: FlaskClient, bank: FakeStripe
) -> None:
    bank.billing.ask(begin(app, client, bank))
    tell(app, client, "invoice.paid", "in_2")
    story = finance.get(f"/staff/gifts/{gifts(db)[1].id}/story").text
    assert "$50.00 every month" in story
    assert "in_2" in story
    assert f"{PLANS}{plan(db).id}" in finance.get(f"/staff/gifts/{gifts(db)[1].id}").text
