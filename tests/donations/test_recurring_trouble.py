"""Cards that fail, gifts that end, yearly charges that are announced, and what webhooks never told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.models import WebhookEvent
from ngoapp.donations.recurring.announcing import announce_renewals
from ngoapp.donations.recurring.rhythms import first_from, months_on
from tests.donations.recurring import begin, gifts, plan, tell
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeSmtp, FakeStripe
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


def subjects(outgoing: FakeSmtp) -> list[str]:
    """What was mailed about recurring gifts."""
    return [message["Subject"] for message in outgoing.sent]


def link_in(outgoing: FakeSmtp) -> str:
    """Where the latest mail's link to the card leads."""
    body = outgoing.sent[-1].get_body(("plain",))
    assert body is not None
    words: list[str] = body.get_content().split()
    return next(word for word in words if "/donate/card/" in word).removeprefix("http://localhost")


def test_a_donor_whose_card_fails_is_told_once_with_a_link_to_mend_it(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    subscription = begin(app, client, bank)
    invoice = bank.billing.ask(subscription, status="requires_payment_method")
    tell(app, client, "invoice.payment_failed", invoice)
    bank.billing.charge(invoice, status="requires_payment_method")
    tell(app, client, "invoice.payment_failed", invoice)
    tell(app, client, "customer.subscription.updated", subscription)
    assert subjects(outgoing) == ["About your gift to NSN"]
    assert plan(db).state == "past_due"
    assert plan(db).trouble_since is not None
    page = client.get(link_in(outgoing))
    assert "Your card did not work this time" in page.text
    onward = client.post(link_in(outgoing)).location
    assert onward.startswith(f"https://billing.test/cus_{subscription}")


def test_a_card_that_works_again_brings_the_gift_and_ends_the_trouble(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    invoice = bank.billing.ask(begin(app, client, bank), status="requires_payment_method")
    tell(app, client, "invoice.payment_failed", invoice)
    bank.billing.charge(invoice)
    tell(app, client, "invoice.paid", invoice)
    assert (len(gifts(db)), plan(db).state, plan(db).trouble_since) == (2, "active", None)
    link = link_in(outgoing)
    assert "All is well" in client.get(link).text
    assert "There is nothing to mend" in client.post(link, follow_redirects=True).text


def test_stripe_being_away_is_said_kindly_on_the_way_to_the_card(
    app: Flask, client: FlaskClient, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    invoice = bank.billing.ask(begin(app, client, bank), status="requires_payment_method")
    tell(app, client, "invoice.payment_failed", invoice)
    bank.away = True
    page = client.post(link_in(outgoing), follow_redirects=True)
    assert "We could not reach the page for your card" in page.text


def test_a_gift_that_stripe_gives_up_ends_with_one_last_note(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    subscription = begin(app, client, bank)
    tell(
        app,
        client,
        "invoice.payment_failed",
        bank.billing.ask(subscription, status="requires_payment_method"),
    )
    bank.billing.change(
        subscription, status="canceled", ended_at=clock.now(), ended_why="payment_failed", next_at=None
    )
    for _ in range(2):
        tell(app, client, "customer.subscription.deleted", subscription)
    assert subjects(outgoing)[1:] == ["Your gift to NSN has ended"]
    assert (plan(db).state, plan(db).ended_why, plan(db).next_on) == ("ended", "payment_failed", None)
    assert "This gift has come to its end" in client.get(link_in_first(outgoing)).text


def test_who_is_told_that_a_gift_has_ended_is_not_asked_to_mend_its_card(
    app: Flask, client: FlaskClient, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    subscription = begin(app, client, bank)
    invoice = bank.billing.ask(subscription, status="requires_payment_method")
    bank.billing.change(
        subscription, status="canceled", ended_at=clock.now(), ended_why="payment_failed", next_at=None
    )
    tell(app, client, "customer.subscription.deleted", subscription)
    tell(app, client, "invoice.payment_failed", invoice)
    assert subjects(outgoing) == ["Your gift to NSN has ended"]


def link_in_first(outgoing: FakeSmtp) -> str:
    """The link to the card in the first mail."""
    last = outgoing.sent.pop()
    link = link_in(outgoing)
    outgoing.sent.append(last)
    return link


def test_a_gift_that_the_donor_stops_ends_without_a_note_of_ours(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    subscription = begin(app, client, bank)
    bank.billing.change(subscription, ending=True)
    tell(app, client, "customer.subscription.updated", subscription)
    assert (plan(db).state, plan(db).next_on) == ("ending", None)
    bank.billing.change(
        subscription, status="canceled", ended_at=clock.now(), ended_why="cancellation_requested"
    )
    tell(app, client, "customer.subscription.deleted", subscription)
    assert (plan(db).state, subjects(outgoing)) == ("ended", [])


def test_a_pause_moves_the_next_charge_behind_it(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)
    at = datetime(2027, 1, 31, 18, tzinfo=UTC)
    bank.billing.change(subscription, next_at=at, paused=True, paused_until=at + timedelta(days=40))
    tell(app, client, "customer.subscription.updated", subscription)
    assert (plan(db).state, plan(db).paused_until, plan(db).next_on) == (
        "paused",
        date(2027, 3, 12),
        date(2027, 3, 31),
    )


def test_a_yearly_charge_is_announced_once_a_week_ahead(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    subscription = begin(app, client, bank, every="year")
    bank.billing.change(subscription, next_at=clock.now() + timedelta(days=6))
    notice = event("invoice.upcoming", "", data={"object": {"subscription": subscription}})
    for _ in range(2):
        assert post(client, {**notice, "id": f"evt_upcoming_{_}"}).status_code == 200
    work_off(app, only="donations.")
    with transaction():
        assert announce_renewals() == 0
    assert subjects(outgoing) == ["Your yearly gift to NSN comes in a week"]


def test_a_yearly_charge_is_announced_though_stripe_tells_nothing(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    begin(app, client, bank, every="year")
    due = plan(db).next_on
    assert due is not None
    for days, announced in ((8, 0), (7, 1), (6, 0)):
        then = datetime(due.year, due.month, due.day, 18, tzinfo=UTC) - timedelta(days=days)
        with clock.at(then), transaction():
            assert announce_renewals() == announced


def test_a_monthly_charge_is_not_announced(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)
    bank.billing.change(subscription, next_at=clock.now() + timedelta(days=6))
    tell(app, client, "customer.subscription.updated", subscription)
    with transaction():
        assert announce_renewals() == 0


def test_an_upcoming_invoice_in_either_shape_is_about_its_subscription(
    client: FlaskClient, bank: FakeStripe, db: Session
) -> None:
    newer = {"parent": {"subscription_details": {"subscription": "sub_new"}}}
    for shape in ({"subscription": "sub_old"}, newer):
        assert post(client, event("invoice.upcoming", "", data={"object": shape})).status_code == 200
    assert post(client, event("invoice.upcoming", "", data={"object": {"parent": "odd"}})).status_code == 400
    assert db.scalars(select(WebhookEvent.object_id).order_by(WebhookEvent.id)).all() == [
        "sub_old",
        "sub_new",
    ]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_a_month_later_is_the_last_day_where_the_month_is_shorter(
    day: date, months: int, expected: date
) -> None:
    assert months_on(day, months) == expected


def test_the_first_charge_after_a_pause_keeps_the_day_of_the_month() -> None:
    assert first_from(date(2026, 12, 31), "month", date(2027, 3, 2)) == date(2027, 3, 31)
    assert first_from(date(2026, 12, 31), "other", date(2027, 3, 2)) == date(2027, 3, 2)
