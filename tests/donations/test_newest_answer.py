"""Answers of Stripe's that overtake each other on their way into our books: the newest stays."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.billing_facts import Subscription
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.donations.events.transitions import settle
from ngoapp.donations.events.truth import truth_behind
from ngoapp.donations.recurring.ending import end_plan
from ngoapp.donations.recurring.jobs import sync_plan
from ngoapp.donations.recurring.models import PlanInvoice
from ngoapp.donations.recurring.newest import Outrun, newest_wins
from ngoapp.donations.recurring.own import look_at
from tests.donations.recurring import begin, plan, tell
from tests.fakes import FakeStripe
from tests.fakes_billing import FakeBilling

pytestmark = pytest.mark.usefixtures("organisation")


class Slow(FakeBilling):
    """A Stripe whose next answer about a subscription is so long on its way that something happens meanwhile."""

    def __init__(self, fast: FakeBilling, meanwhile: Callable[[], object]) -> None:
        self.__dict__ = fast.__dict__
        self.waiting = [meanwhile]

    def subscription(self, subscription_id: str) -> Subscription:
        """As it was when it was asked for."""
        answer = super().subscription(subscription_id)
        if self.waiting:
            self.waiting.pop()()
        return answer


@contextmanager
def meanwhile(bank: FakeStripe, deed: Callable[[], object]) -> Iterator[None]:
    """Let this happen while Stripe's next answer is on its way."""
    fast = bank.billing
    bank.billing = Slow(fast, deed)
    yield
    bank.billing = fast


def test_an_older_answer_that_comes_late_does_not_bring_back_a_gift_that_was_stopped(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)

    def stop() -> None:
        bank.billing.change(subscription, ending=True)
        tell(app, client, "customer.subscription.updated", subscription)

    with meanwhile(bank, stop):
        sync_plan(plan(db).id)
    assert plan(db).state == "ending"


def test_an_older_answer_on_the_donors_own_page_gives_way_too(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)

    def fail() -> None:
        invoice = bank.billing.ask(subscription, status="requires_payment_method")
        tell(app, client, "invoice.payment_failed", invoice)

    with meanwhile(bank, fail):
        live = look_at(plan(db).id)
    assert (live.plan.state, plan(db).state) == ("past_due", "past_due")


def test_a_newer_answer_that_was_asked_for_in_between_is_not_thrown_away(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)
    older = truth_behind(cast(Any, bank), subscription)
    bank.billing.change(subscription, ending=True)
    newer = truth_behind(cast(Any, bank), subscription)
    with transaction():
        settle(newer, livemode=False)
    with pytest.raises(Outrun), transaction():
        settle(older, livemode=False)
    assert plan(db).state == "ending"


def test_answers_about_another_gift_outrun_nobody(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    first = begin(app, client, bank)
    second = begin(app, client, bank, email="ben@example.org", donor_name="Ben Okafor")
    of_first = truth_behind(cast(Any, bank), first)
    tell(app, client, "customer.subscription.updated", second)
    with transaction():
        assert settle(of_first, livemode=False).state == "done"


def test_an_older_answer_about_an_invoice_does_not_take_its_payment_back(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    invoice = bank.billing.ask(begin(app, client, bank), status="requires_payment_method")
    tell(app, client, "invoice.payment_failed", invoice)
    older = truth_behind(cast(Any, bank), invoice)
    bank.billing.charge(invoice)
    tell(app, client, "invoice.paid", invoice)
    with pytest.raises(Outrun), transaction():
        settle(older, livemode=False)
    row = db.scalars(select(PlanInvoice).where(PlanInvoice.invoice_id == invoice)).one()
    assert (row.state, row.gift_id is not None) == ("paid", True)


def test_a_gift_that_has_ended_stays_ended_whatever_is_said_afterwards(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    subscription = begin(app, client, bank)
    bank.billing.change(subscription, status="canceled", ended_at=clock.now(), next_at=None)
    end_plan(plan(db).id)
    bank.billing.change(subscription, status="active", ended_at=None)
    tell(app, client, "customer.subscription.updated", subscription)
    assert plan(db).state == "ended"


def test_who_is_outrun_for_ever_says_so() -> None:
    asked: list[int] = []

    @newest_wins
    def outrun() -> None:
        asked.append(1)
        raise Outrun

    with pytest.raises(Outrun, match="at this very moment"):
        outrun()
    assert len(asked) == 5
