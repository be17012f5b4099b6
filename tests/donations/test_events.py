"""Whatever Stripe tells, how often and in whatever order: one gift, one receipt, and movements that are true."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.money import Money
from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.models import Donation, Gift, Movement, WebhookEvent
from ngoapp.donations.queries import net
from tests.donations.giving import give
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeSmtp, FakeStripe
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")
PAGE = "cs_test_1"


def tell(app: Flask, client: FlaskClient, type: str, object_id: str = PAGE) -> None:
    """Let Stripe tell of something, and the worker do its work."""
    assert post(client, event(type, object_id)).status_code == 200
    donations_work_off(app)


def donations_work_off(app: Flask) -> None:
    """Run the jobs of this package; what receipts make of a gift is tested there."""
    work_off(app, only="donations.")


def movements(db: Session) -> list[tuple[str, int]]:
    """Every movement, as kind and minor units."""
    db.rollback()
    return [(m.kind, m.amount.minor) for m in db.scalars(select(Movement).order_by(Movement.id))]


def queued(db: Session, name: str) -> int:
    """How many jobs of this name were ever written."""
    db.rollback()
    return len(db.scalars(select(OutboxRow.id).where(OutboxRow.name == name)).all())


def inbox(db: Session) -> list[tuple[str, str]]:
    """State and reason of each event."""
    db.rollback()
    return [(e.state, e.reason) for e in db.scalars(select(WebhookEvent).order_by(WebhookEvent.id))]


def donation(db: Session) -> Donation:
    """The one donation, as it is now."""
    db.rollback()
    return db.scalars(select(Donation)).one()


def test_a_payment_becomes_a_gift_with_its_fee_and_one_receipt(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client, message="With love")
    bank.pay(PAGE)
    tell(app, client, "checkout.session.completed")
    assert movements(db) == [("payment", 5000), ("fee", -175)]
    assert queued(db, "receipts.issue") == 1
    gift = db.scalars(select(Gift)).one()
    assert gift.donor is not None
    assert (gift.donor.email, gift.message, gift.method) == ("lewis@example.org", "With love", "card")
    assert inbox(db) == [("done", "")]
    assert donation(db).state == "paid"


@pytest.mark.parametrize("seed", range(8))
def test_events_in_any_order_and_several_times_are_one_gift(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, seed: int
) -> None:
    give(client)
    payment = bank.pay(PAGE)
    refund = bank.refund(payment, 2000)
    told = [
        event("checkout.session.completed", PAGE),
        event("payment_intent.succeeded", payment),
        event("charge.succeeded", payment.replace("pi_", "ch_")),
        event("refund.created", refund),
        event("charge.refunded", payment.replace("pi_", "ch_")),
    ] * 2
    order = random.Random(seed)
    order.shuffle(told)
    for number, each in enumerate(told):
        assert post(client, each).status_code == 200
        if order.random() < 0.5 or number == len(told) - 1:
            donations_work_off(app)
    assert sorted(movements(db)) == [("fee", -175), ("payment", 5000), ("refund", -2000)]
    assert queued(db, "receipts.issue") == 1
    assert queued(db, "receipts.void") == 0
    assert [state for state, _ in inbox(db)] == ["done"] * 5


def test_a_card_that_is_declined_changes_nothing_while_the_page_is_open(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client)
    payment = bank.pay(PAGE, status="requires_payment_method")
    bank.pages[PAGE] = bank.page(PAGE).__class__(
        id=PAGE, status="open", payment_status="unpaid", amount=Money(5000, "USD"), livemode=False,
        url="https://checkout.test", payment_id=payment, metadata=bank.page(PAGE).metadata,
    )  # fmt: skip
    tell(app, client, "payment_intent.payment_failed", payment)
    assert donation(db).state == "open"
    assert movements(db) == []


def test_money_that_takes_days_is_a_gift_when_it_arrives(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client)
    bank.pay(PAGE, status="processing")
    tell(app, client, "checkout.session.completed")
    assert (donation(db).state, movements(db)) == ("processing", [])
    bank.pay(PAGE)
    tell(app, client, "checkout.session.async_payment_succeeded")
    assert movements(db) == [("payment", 5000), ("fee", -175)]


def test_money_that_never_arrives_is_told_to_the_donor_kindly_and_once(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    give(client)
    payment = bank.pay(PAGE, status="requires_payment_method")
    tell(app, client, "checkout.session.async_payment_failed")
    tell(app, client, "payment_intent.payment_failed", payment)
    assert (donation(db).state, movements(db)) == ("failed", [])
    [message] = outgoing.sent
    assert message["Subject"] == "Your payment to NSN did not go through"
    words = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    link = next(line for line in words.splitlines() if line.startswith("http://localhost/donate/again/"))
    assert "lewis@example.org" in client.get(link.removeprefix("http://localhost")).text


def test_a_page_that_nobody_paid_on_expires(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client)
    bank.expire(PAGE)
    tell(app, client, "checkout.session.expired")
    assert (donation(db).state, inbox(db)) == ("expired", [("done", "")])


@pytest.mark.parametrize("paid", [Money(4999, "USD"), Money(5000, "EUR"), Money(500000, "USD")])
def test_money_that_is_not_what_was_asked_for_waits_for_a_person(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, paid: Money
) -> None:
    give(client)
    bank.pay(PAGE, amount=paid)
    tell(app, client, "checkout.session.completed")
    assert inbox(db) == [("quarantined", "Amount or currency is not what the donor set out to give.")]
    assert (donation(db).state, movements(db)) == ("quarantined", [])


def test_a_payment_that_was_not_made_on_our_form_waits_for_a_person(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client)
    bank.pay(PAGE)
    page = bank.pages[PAGE]
    bank.pages[PAGE] = type(page)(**{**page.__dict__, "metadata": {"donation": "1", "action": "another"}})
    tell(app, client, "checkout.session.completed")
    assert inbox(db) == [("quarantined", "This payment was not made on our form.")]
    assert movements(db) == []


def test_an_event_about_what_stripe_does_not_know_waits_for_a_person(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    tell(app, client, "checkout.session.completed", "cs_unheard_of")
    assert inbox(db) == [("quarantined", "Stripe does not know what this event is about.")]


def test_while_stripe_is_away_the_event_waits_and_is_tried_again(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client)
    bank.pay(PAGE)
    bank.away = True
    tell(app, client, "checkout.session.completed")
    assert inbox(db) == [("new", "")]
    bank.away = False
    with clock.at(datetime.now(UTC) + timedelta(minutes=1)):
        donations_work_off(app)
    assert inbox(db) == [("done", "")]
    assert len(movements(db)) == 2


def test_a_gift_that_is_wholly_given_back_loses_its_receipt_and_a_partly_returned_one_keeps_it(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client)
    payment = bank.pay(PAGE)
    refund = bank.refund(payment, 1000)
    tell(app, client, "refund.created", refund)
    assert queued(db, "receipts.void") == 0
    tell(app, client, "refund.updated", bank.refund(payment, 4000))
    assert queued(db, "receipts.void") == 1
    assert net(db.scalars(select(Gift)).one()).minor == 0


def test_a_refund_that_did_not_arrive_brings_gift_and_receipt_back(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client)
    payment = bank.pay(PAGE)
    refund = bank.refund(payment, 5000, status="pending")
    tell(app, client, "refund.created", refund)
    bank.fail_refund(payment)
    tell(app, client, "refund.failed", refund)
    tell(app, client, "refund.updated", refund)
    assert net(db.scalars(select(Gift)).one()).minor == 5000
    assert [queued(db, f"receipts.{job}") for job in ("issue", "void", "amend")] == [1, 1, 1]


def test_a_donor_who_pays_twice_for_one_donation_is_looked_at_by_a_person(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    give(client)
    bank.pay(PAGE)
    tell(app, client, "checkout.session.completed")
    page = bank.pages[PAGE]
    bank.pages["cs_test_2"] = type(page)(**{**page.__dict__, "id": "cs_test_2"})
    bank.pay("cs_test_2")
    tell(app, client, "checkout.session.completed", "cs_test_2")
    assert inbox(db)[1] == ("quarantined", "The donor has paid twice for one donation.")
    assert movements(db) == [("payment", 5000), ("fee", -175)]
