"""A gift that comes again: from the form to its renewals, whatever Stripe tells first."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.models import Donation, RecurringPlan
from ngoapp.donations.recurring.following import follow_subscription
from ngoapp.donations.recurring.invariants import broken
from ngoapp.donations.recurring.models import PlanInvoice
from ngoapp.donations.recurring.newest import take_mark
from tests.donations.giving import filled, give
from tests.donations.recurring import begin, gifts, movements, plan, tell
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeStripe
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


def queued(db: Session, name: str) -> int:
    """How many jobs of this name were ever written."""
    return db.scalar(select(func.count()).where(OutboxRow.name == name)) or 0


def test_stripe_is_asked_for_a_page_that_begins_a_monthly_gift(
    client: FlaskClient, bank: FakeStripe, db: Session
) -> None:
    give(client, every="month")
    [wanted] = bank.wanted
    assert (wanted.every, wanted.title.startswith("Monthly gift to ")) == ("month", True)
    assert (plan(db).state, plan(db).every) == ("starting", "month")


def test_the_first_invoice_and_the_session_are_one_gift(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)
    for type, object_id in (
        ("invoice.paid", "in_1"),
        ("customer.subscription.created", subscription),
        ("payment_intent.succeeded", "pi_in_1"),
        ("charge.succeeded", "ch_in_1"),
    ):
        tell(app, client, type, object_id)
    assert movements(db) == [("payment", 5000), ("fee", -175)]
    [gift] = gifts(db)
    assert gift.donation is not None
    assert (gift.plan_id, gift.donation.state) == (None, "paid")
    assert (plan(db).state, plan(db).subscription_id, plan(db).donor_id) == (
        "active",
        subscription,
        gift.donor_id,
    )
    assert list(broken()) == []


def test_a_renewal_is_a_gift_of_its_own_with_its_own_receipt(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank, thanks="named")
    invoice = bank.billing.ask(subscription)
    for _ in range(2):
        tell(app, client, "invoice.paid", invoice)
    first, renewal = gifts(db)
    assert (renewal.plan_id, renewal.donation_id, renewal.donor_id) == (plan(db).id, None, first.donor_id)
    assert (renewal.donor_name, renewal.recognition_name, renewal.anonymous) == (
        "Jack and Elizabeth Lewis",
        "Jack and Elizabeth Lewis",
        False,
    )
    assert (queued(db, "receipts.issue"), queued(db, "acknowledgments.draft")) == (2, 1)
    assert movements(db) == [("payment", 5000), ("fee", -175)] * 2


@pytest.mark.parametrize("seed", range(10))
def test_events_in_any_order_and_several_times_are_one_gift_for_each_invoice(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, seed: int
) -> None:
    page = give(client, every="month").location.removeprefix("https://checkout.test/")
    bank.pay(page)
    subscription = bank.pages[page].subscription_id or ""
    for _ in range(2):
        bank.billing.ask(subscription)
    told = [("checkout.session.completed", page), ("customer.subscription.updated", subscription)]
    told += [("customer.subscription.created", subscription)]
    for number in (1, 2, 3):
        told += [("invoice.paid", f"in_{number}"), ("payment_intent.succeeded", f"pi_in_{number}")]
    told *= 2
    random.Random(seed).shuffle(told)
    for type, object_id in told:
        assert post(client, event(type, object_id)).status_code == 200
    work_off(app, only="donations.")
    assert sorted(movements(db)) == [("fee", -175)] * 3 + [("payment", 5000)] * 3
    assert sum(gift.donation_id is not None for gift in gifts(db)) == 1
    assert list(broken()) == []


def test_a_refund_of_a_renewal_finds_its_gift(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    bank.billing.ask(begin(app, client, bank))
    tell(app, client, "invoice.paid", "in_2")
    tell(app, client, "refund.created", bank.refund("pi_in_2", 2000))
    assert movements(db)[-1] == ("refund", -2000)
    assert gifts(db)[1].movements[-1].amount == Money(-2000, "USD")


def test_a_charge_counts_for_the_day_on_which_it_was_made_where_we_are(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)
    with clock.at(datetime(2027, 1, 1, 3, tzinfo=UTC)):
        bank.billing.ask(subscription)
    tell(app, client, "invoice.paid", "in_2")
    assert gifts(db)[1].gift_on == date(2026, 12, 31)


def test_a_new_amount_is_believed_once_stripe_says_so(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)
    bank.billing.change(subscription, amount=Money(2000, "USD"))
    bank.billing.ask(subscription)
    tell(app, client, "invoice.paid", "in_2")
    assert (gifts(db)[1].amount, plan(db).amount) == (Money(2000, "USD"), Money(2000, "USD"))


def test_an_amount_that_nobody_arranged_waits_for_staff(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    bank.billing.ask(begin(app, client, bank), amount=Money(9900, "USD"))
    tell(app, client, "invoice.paid", "in_2")
    assert len(gifts(db)) == 1
    row = db.scalars(select(PlanInvoice).where(PlanInvoice.invoice_id == "in_2")).one()
    assert (row.state, row.reason) == ("paid", "What was paid is not what the plan asks for.")


def test_what_was_asked_for_before_an_amount_was_changed_is_believed_afterwards(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)
    before = bank.billing.ask(subscription)
    bank.billing.change(subscription, amount=Money(2000, "USD"))
    begun = plan(db)
    with transaction():  # as the donor's own page does that changed it
        follow_subscription(begun, bank.billing.subscription(subscription), mark=take_mark())
    assert plan(db).amount == Money(2000, "USD")
    tell(app, client, "invoice.paid", before)
    assert [gift.amount.minor for gift in gifts(db)] == [5000, 5000]
    assert list(broken()) == []


def test_a_first_payment_of_another_amount_is_no_gift(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    page = give(client, every="month").location.removeprefix("https://checkout.test/")
    bank.pay(page)
    bank.payments["pi_in_1"] = replace(bank.payments["pi_in_1"], received=Money(100, "USD"))
    tell(app, client, "checkout.session.completed", page)
    assert gifts(db) == []
    assert db.scalars(select(Donation.state)).one() == "quarantined"


def test_a_check_is_one_gift_and_nothing_that_was_typed_is_lost(client: FlaskClient, db: Session) -> None:
    form = filled(client, every="month", way="mail", message="With love")
    page = client.post("/donate", data=form)
    assert "A check is one gift." in page.text
    assert "With love" in page.text
    assert db.scalars(select(RecurringPlan)).all() == []


def test_the_form_comes_back_with_the_rhythm_that_was_chosen(client: FlaskClient, bank: FakeStripe) -> None:
    give(client, every="quarter")
    page = client.get(bank.wanted[0].cancel_url.removeprefix("http://localhost"))
    assert "Every three months, starting today." in page.text
