"""Gifts that come again, through stripe's own library over HTTP, against the sandbox."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.events.reconcile import reconcile
from ngoapp.donations.models import Donation, Gift, WebhookEvent
from ngoapp.donations.recurring.changes import change_amount
from ngoapp.donations.recurring.ending import end_plans_of
from ngoapp.donations.recurring.invariants import broken
from tests.donations.giving import filled, give
from tests.donations.recurring import gifts, plan
from tests.donations.sandboxed import act, donation, movements, tell_all
from tests.donations.test_shuffles import THREADS, patiently, tellers
from tests.fakes import FakeSmtp
from tests.sandbox.shop import ask
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")
FEE = -175


def begin(client: FlaskClient, **changes: str) -> str:
    """A donor begins to give; where Stripe leads them back to."""
    return act(give(client, **{"every": "month", **changes}).location, "pay").removeprefix("http://localhost")


def advance(sandbox: str, db: Session, **wanted: Any) -> None:
    """Move the one plan's time ahead."""
    found = plan(db).subscription_id
    answer = ask(sandbox, "POST", f"/subscriptions/{found}/advance.json", body={"to": "renewal"} | wanted)
    assert answer.status == 200, answer.text


@pytest.mark.parametrize("before_basil", [False, True])
@pytest.mark.parametrize("every", ["month", "quarter", "year"])
def test_a_gift_that_comes_again_from_the_form_to_its_second_renewal(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, every: str, before_basil: bool
) -> None:
    ask(sandbox, "POST", "/switches.json", body={"before_basil": before_basil})
    thanks = begin(client, every=every)
    tell_all(app, client, sandbox)
    assert movements(db) == [("fee", FEE), ("payment", 5000)]
    assert "$50.00" in client.get(thanks).text
    for _ in range(2):
        advance(sandbox, db)
        tell_all(app, client, sandbox)
    assert movements(db) == [("fee", FEE)] * 3 + [("payment", 5000)] * 3
    assert [gift.plan_id is not None for gift in gifts(db)] == [False, True, True]
    assert (plan(db).state, plan(db).every) == ("active", every)
    assert set(db.scalars(select(WebhookEvent.state))) <= {"done", "parked"}
    assert reconcile(stripe_api()) == []
    assert list(broken()) == []


def test_while_the_first_payment_takes_its_days_the_gift_is_its_donors_already(
    app: Flask, db: Session, client: FlaskClient, sandbox: str
) -> None:
    act(give(client, every="month").location, "later")
    tell_all(app, client, sandbox)
    assert (movements(db), plan(db).state) == ([], "active")
    donor = plan(db).donor_id
    assert donor
    with transaction():
        assert end_plans_of(donor, cause="death-1") == 1
    work_off(app, only="donations.")
    assert plan(db).state == "ended"


def test_renewals_that_no_webhook_told_are_made_good_by_the_sweep(
    db: Session, client: FlaskClient, sandbox: str
) -> None:
    begin(client)
    assert reconcile(stripe_api()) != []
    assert reconcile(stripe_api()) == []
    assert movements(db) == [("fee", FEE), ("payment", 5000)]
    advance(sandbox, db, outcome="decline")
    assert reconcile(stripe_api()) != []
    assert (plan(db).state, reconcile(stripe_api())) == ("past_due", [])


def test_a_plan_that_ended_unheard_is_found(db: Session, client: FlaskClient, sandbox: str) -> None:
    begin(client)
    reconcile(stripe_api())
    ask(sandbox, "POST", f"/subscriptions/{plan(db).subscription_id}/cancel", form={})
    assert [difference.what for difference in reconcile(stripe_api())] == ["recurring gift"]
    assert (plan(db).state, reconcile(stripe_api())) == ("ended", [])


def test_a_card_that_fails_until_stripe_gives_up(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, outgoing: FakeSmtp
) -> None:
    begin(client)
    tell_all(app, client, sandbox)
    advance(sandbox, db, outcome="decline")
    tell_all(app, client, sandbox)
    assert plan(db).state == "past_due"
    for _ in range(5):
        if plan(db).state != "ended":
            advance(sandbox, db, to="next", outcome="decline")
            tell_all(app, client, sandbox)
    assert (plan(db).state, plan(db).ended_why) == ("ended", "payment_failed")
    subjects = [mail["Subject"] for mail in outgoing.sent]
    assert subjects == ["About your gift to NSN", "Your gift to NSN has ended"]
    assert movements(db) == [("fee", FEE), ("payment", 5000)]


def test_a_refund_and_a_dispute_of_a_renewal_are_booked_with_it(
    app: Flask, db: Session, client: FlaskClient, sandbox: str
) -> None:
    begin(client)
    tell_all(app, client, sandbox)
    advance(sandbox, db)
    tell_all(app, client, sandbox)
    payment = gifts(db)[1].movements[0].source
    ask(sandbox, "POST", f"/payments/{payment}/refund", form={"amount": "20"})
    ask(sandbox, "POST", f"/payments/{payment}/dispute", form={})
    tell_all(app, client, sandbox)
    db.rollback()
    moved = {m.kind: m.amount.minor for m in db.scalars(select(Gift).order_by(Gift.id)).all()[1].movements}
    assert (moved["refund"], moved["dispute"]) == (-2000, -3000)
    assert reconcile(stripe_api()) == []


def test_answers_that_are_lost_after_stripe_acted_begin_one_recurring_gift(
    app: Flask, db: Session, client: FlaskClient, sandbox: str
) -> None:
    form = filled(client, every="month")
    ask(sandbox, "POST", "/switches.json", body={"drop_answers": 1})
    assert "Nothing was charged" in give(client, form).text
    ask(sandbox, "POST", "/switches.json", body={"drop_answers": 0})
    page = give(client, form).location
    assert page == give(client, form).location
    act(page, "pay")
    tell_all(app, client, sandbox)
    assert (len(gifts(db)), plan(db).state) == (1, "active")


def test_a_card_page_of_stripe_leads_back_to_us(
    app: Flask, db: Session, client: FlaskClient, sandbox: str
) -> None:
    begin(client)
    tell_all(app, client, sandbox)
    onward = stripe_api().billing.card_page(plan(db).customer_id, return_url="http://localhost/giving")
    assert onward.startswith(sandbox)


def test_a_first_payment_from_a_bank_account_takes_days(
    app: Flask, db: Session, client: FlaskClient, sandbox: str
) -> None:
    act(give(client, every="month").location, "later")
    tell_all(app, client, sandbox)
    db.rollback()
    assert db.scalars(select(Donation.state)).one() == "processing"
    events = ask(sandbox, "GET", "/events.json").json()
    payment = next(told["object"] for told in events if told["object"].startswith("pi_"))
    ask(sandbox, "POST", f"/payments/{payment}/succeed")
    tell_all(app, client, sandbox)
    assert (len(gifts(db)), gifts(db)[0].method) == (1, "bank")


def test_a_renewal_of_an_amount_that_was_changed_again_before_we_heard_of_it_is_right(
    app: Flask, db: Session, client: FlaskClient, sandbox: str
) -> None:
    begin(client)
    tell_all(app, client, sandbox)
    change_amount(plan(db).id, Money(4000, "USD"), key="first")
    advance(sandbox, db)
    change_amount(plan(db).id, Money(1000, "USD"), key="second")
    tell_all(app, client, sandbox)
    assert [gift.amount.minor for gift in gifts(db)] == [5000, 4000]
    assert plan(db).amount == Money(1000, "USD")


@pytest.fixture
def from_a_bank(app: Flask, client: FlaskClient, sandbox: str) -> str:
    """A first payment that the bank refuses after days; where its donor was led back to."""
    thanks = act(give(client, every="month").location, "later").removeprefix("http://localhost")
    tell_all(app, client, sandbox)
    events = ask(sandbox, "GET", "/events.json").json()
    payment = next(told["object"] for told in events if told["object"].startswith("pi_"))
    ask(sandbox, "POST", f"/payments/{payment}/fail")
    tell_all(app, client, sandbox)
    return thanks


def test_a_first_payment_that_the_bank_refuses_is_tried_again_and_not_begun_twice(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, outgoing: FakeSmtp, from_a_bank: str
) -> None:
    assert (donation(db).state, plan(db).state) == ("processing", "past_due")
    assert [mail["Subject"] for mail in outgoing.sent] == ["About your gift to NSN"]
    assert "you need not begin anew" in client.get(from_a_bank).text
    advance(sandbox, db, to="next", outcome="pay", today=True)
    tell_all(app, client, sandbox)
    assert (donation(db).state, plan(db).state, len(gifts(db))) == ("paid", "active", 1)
    assert reconcile(stripe_api()) == []


def test_a_first_payment_that_the_bank_refuses_to_the_end_ends_with_one_last_note(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, outgoing: FakeSmtp, from_a_bank: str
) -> None:
    for _ in range(5):
        if plan(db).state != "ended":
            advance(sandbox, db, to="next", outcome="decline")
            tell_all(app, client, sandbox)
    assert reconcile(stripe_api()) != []
    work_off(app, only="donations.")
    assert (donation(db).state, plan(db).ended_why) == ("failed", "payment_failed")
    assert reconcile(stripe_api()) == []
    assert [mail["Subject"] for mail in outgoing.sent][1:] == ["Your gift to NSN has ended"]
    assert "No money was taken" in client.get(from_a_bank).text


def test_every_way_of_telling_at_once_is_one_gift_for_each_payment(
    app: Flask, db: Session, client: FlaskClient, sandbox: str
) -> None:
    thanks = [begin(client, email=f"donor{number}@example.org") for number in range(2)]
    told = {told["object"] for told in ask(sandbox, "GET", "/events.json").json()}
    for subscription in sorted(name for name in told if name and name.startswith("sub_")):
        ask(sandbox, "POST", f"/subscriptions/{subscription}/advance.json", body={"to": "renewal"})
    ways = tellers(app, sandbox, thanks)
    random.Random(3).shuffle(ways)
    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(patiently, way) for way in ways]:
            done.result()
    work_off(app, only="donations.")
    assert movements(db) == [("fee", FEE)] * 4 + [("payment", 5000)] * 4
    assert sorted(gift.plan_id is not None for gift in gifts(db)) == [False, False, True, True]
    assert list(broken()) == []
