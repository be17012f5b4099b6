"""What Stripe tells goes into the ledger once, a page on which card after card is declined is ended, and all is
forgotten after thirty days."""

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_facts import payment_from
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.attempts.ledger import MOST_DECLINES, purge
from ngoapp.donations.attempts.models import Attempt
from ngoapp.donations.attempts.queries import sight
from tests.donations.attempts.crowd import Visitor, after
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeSmtp, FakeStripe
from tests.work import work_off

DONOR = "ruth@example.org"


def outcomes(db: Session) -> list[str]:
    """Everything in the ledger, in order."""
    db.rollback()
    return list(db.scalars(select(Attempt.outcome).order_by(Attempt.id)))


def tell(app: Flask, client: FlaskClient, payment: str) -> None:
    """An event, twice."""
    for _ in range(2):
        post(client, event("payment_intent.succeeded", payment))
    work_off(app, only="donations.")


def test_declines_and_payments_are_written_down_once_each(
    app: Flask, db: Session, client: FlaskClient, visitor: Visitor, bank: FakeStripe
) -> None:
    visitor.send(email=DONOR)
    tell(app, client, bank.decline("cs_test_1", "one"))
    tell(app, client, bank.decline("cs_test_1", "two"))
    tell(app, client, bank.pay("cs_test_1", card="one"))
    assert outcomes(db) == ["let", "declined", "declined", "paid"]
    cards = list(db.scalars(select(Attempt.card).order_by(Attempt.id)))
    assert cards[1] == cards[3] != cards[2]
    assert sight().paid == 1


def test_cards_that_are_declined_faster_than_the_worker_asks_are_all_counted(
    app: Flask, db: Session, client: FlaskClient, visitor: Visitor, bank: FakeStripe
) -> None:
    visitor.send(email=DONOR)
    for number in range(MOST_DECLINES):
        payment = bank.decline("cs_test_1", f"card-{number}")
    tell(app, client, payment)
    tell(app, client, payment)
    assert outcomes(db) == ["let", *["declined"] * MOST_DECLINES]
    assert bank.pages["cs_test_1"].status == "expired"


def test_cards_that_were_declined_before_one_worked_are_counted_too(
    app: Flask, db: Session, client: FlaskClient, visitor: Visitor, bank: FakeStripe
) -> None:
    visitor.send(email=DONOR)
    bank.decline("cs_test_1", "one")
    bank.decline("cs_test_1", "two")
    tell(app, client, bank.pay("cs_test_1", card="three"))
    assert outcomes(db) == ["let", "declined", "declined", "paid"]


def test_a_page_on_which_card_after_card_is_declined_is_ended(
    app: Flask, db: Session, client: FlaskClient, visitor: Visitor, bank: FakeStripe
) -> None:
    visitor.send(email=DONOR)
    for number in range(MOST_DECLINES):
        assert bank.pages["cs_test_1"].status == "open"
        tell(app, client, bank.decline("cs_test_1", f"card-{number}"))
    assert bank.pages["cs_test_1"].status == "expired"
    assert "Too many cards were declined" in visitor.send(**visitor.fields).text
    assert list(bank.pages) == ["cs_test_1"]


def test_a_mailed_link_opens_no_page_after_page_for_declined_cards(
    app: Flask, client: FlaskClient, visitor: Visitor, bank: FakeStripe, outgoing: FakeSmtp
) -> None:
    visitor.send(email=DONOR, way="link")
    work_off(app, only="donations.send_link")
    link = re.search(r"/donate/continue/\S+", str(outgoing.sent[-1].get_body(("plain",))))
    assert link
    client.post(link[0])
    for number in range(MOST_DECLINES):
        tell(app, client, bank.decline("cs_test_1", f"card-{number}"))
    assert "Too many cards were declined" in client.post(link[0]).text
    assert list(bank.pages) == ["cs_test_1"]


def test_nothing_in_the_ledger_can_be_read(
    app: Flask, db: Session, client: FlaskClient, visitor: Visitor, bank: FakeStripe
) -> None:
    visitor.send(email=DONOR, donor_name="Ruth Zanzibarowski")
    tell(app, client, bank.pay("cs_test_1", card="Zanzibar4242"))
    db.rollback()
    for row in db.execute(select(Attempt.__table__)):
        text = " ".join(map(str, row))
        assert not re.search("ruth|zanzibar|198.51|example", text, re.IGNORECASE)


def test_what_is_older_than_thirty_days_is_forgotten(db: Session, visitor: Visitor) -> None:
    with after(0):
        visitor.send()
    with after(29 * 86400):
        visitor.send()
        with transaction():
            assert purge() == 0
    with after(31 * 86400), transaction():
        assert purge() == 1
    assert outcomes(db) == ["let"]


def test_a_form_pressed_twice_is_one_attempt(db: Session, visitor: Visitor) -> None:
    visitor.send()
    visitor.client.post("/donate", data=visitor.fields)
    assert outcomes(db) == ["let"]


def test_the_card_and_whether_it_was_declined_are_read_from_stripes_charge() -> None:
    charge = {
        "id": "ch_1",
        "status": "failed",
        "created": int((clock.now() - timedelta(minutes=1)).timestamp()),
        "balance_transaction": None,
        "payment_method_details": {"type": "card", "card": {"fingerprint": "abc"}},
    }
    told = {
        "id": "pi_1",
        "status": "requires_payment_method",
        "amount_received": 0,
        "currency": "usd",
        "livemode": False,
        "latest_charge": charge,
        "metadata": {},
    }
    read = payment_from(told).charge
    assert read
    assert (read.id, read.declined, read.card) == ("ch_1", True, "abc")
    bank = {**charge, "payment_method_details": {"type": "us_bank_account"}, "status": "succeeded"}
    read = payment_from({**told, "latest_charge": bank}).charge
    assert read
    assert (read.declined, read.card) == (False, "")
