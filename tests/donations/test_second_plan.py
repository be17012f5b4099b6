"""Two recurring gifts at Stripe for one donation: the second is ended and paid back, once, and staff see it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_facts import Refund, StripeRefused
from ngoapp.core.audit import AuditEntry
from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.models import Donation, WebhookEvent
from ngoapp.donations.quarantine.operations import set_donation_aside
from ngoapp.donations.recurring.models import SecondPlan
from ngoapp.donations.recurring.seconds import end_second
from tests.donations.recurring import begin, gifts, plan, tell
from tests.fakes import FakeStripe

pytestmark = pytest.mark.usefixtures("organisation")
FIFTY = Money(5000, "USD")


def second_of(bank: FakeStripe, first: str) -> str:
    """The donor fills in another payment page for the same donation."""
    return bank.billing.make("lewis@example.org", FIFTY, metadata=bank.billing.subscriptions[first].metadata)


def reason(db: Session) -> str:
    """What staff read at the donation."""
    db.rollback()
    return db.scalars(select(Donation.reason)).one()


def payment_of(bank: FakeStripe, subscription: str) -> str:
    """The payment of its latest invoice."""
    return bank.billing.invoices_of(subscription)[0].payment_id or ""


def test_it_is_ended_and_paid_back_once_however_often_it_is_told(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    first = begin(app, client, bank)
    second = second_of(bank, first)
    for _ in range(2):
        tell(app, client, "customer.subscription.created", second)
        tell(app, client, "invoice.paid", bank.billing.subscriptions[second].invoice_id or "")
    end_second(db.scalars(select(SecondPlan.id)).one())
    assert [each.amount for each in bank.refunds_of(payment_of(bank, second))] == [FIFTY]
    assert bank.refunds_of(payment_of(bank, first)) == []
    assert bank.billing.changes.ended == [f"{second}:second"]
    assert (plan(db).subscription_id, plan(db).state, len(gifts(db))) == (first, "active", 1)
    assert reason(db).endswith("It is ended, and its payment given back.")
    audited = db.scalars(select(AuditEntry).where(AuditEntry.action == "donation.second_plan_ended")).all()
    assert [entry.detail for entry in audited] == [{"payments": 1}]


class Lossy(FakeStripe):
    """Gives back, and loses the first answer."""

    def give_back(
        self, payment_id: str, amount: Money, *, reason: str, names: Mapping[str, str], key: str
    ) -> Refund:
        """As asked, once for each key."""
        self.away = key not in self.made
        try:
            return super().give_back(payment_id, amount, reason=reason, names=names, key=key)
        finally:
            self.away = False


def test_a_lost_answer_ends_and_pays_back_no_second_time(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    first = begin(app, client, bank)
    bank.__class__ = Lossy
    second = second_of(bank, first)
    tell(app, client, "customer.subscription.created", second)
    assert reason(db) == "There are two recurring gifts at Stripe for one donation."
    end_second(db.scalars(select(SecondPlan.id)).one())
    assert [each.amount for each in bank.refunds_of(payment_of(bank, second))] == [FIFTY]
    assert reason(db).endswith("its payment given back.")


def test_a_payment_that_takes_days_is_given_back_when_it_comes(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    second = second_of(bank, begin(app, client, bank))
    invoice = bank.billing.subscriptions[second].invoice_id or ""
    paid = bank.billing.invoices[invoice]
    bank.billing.charge(invoice, status="processing")
    bank.billing.invoices[invoice] = replace(bank.billing.invoices[invoice], paid=Money(0, "USD"))
    tell(app, client, "customer.subscription.created", second)
    assert bank.billing.subscriptions[second].ended
    assert reason(db).endswith("It is ended.")
    bank.billing.charge(invoice)
    bank.billing.change(second, status="canceled")
    tell(app, client, "invoice.paid", paid.id)
    assert [each.amount for each in bank.refunds_of(payment_of(bank, second))] == [FIFTY]
    assert reason(db).endswith("its payment given back.")


class Unwilling(FakeStripe):
    """Gives nothing back."""

    def give_back(
        self, payment_id: str, amount: Money, *, reason: str, names: Mapping[str, str], key: str
    ) -> Refund:
        """No."""
        raise StripeRefused("charge_disputed")


def test_what_stripe_would_not_give_back_is_said_to_staff(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    first = begin(app, client, bank)
    bank.__class__ = Unwilling
    tell(app, client, "customer.subscription.created", second_of(bank, first))
    assert reason(db) == (
        "A second recurring gift is ended, but Stripe would not give its payment back: please do that there."
    )


def test_once_staff_have_set_it_aside_nothing_brings_it_back(
    app: Flask, db: Session, client: FlaskClient, bank: FakeStripe
) -> None:
    second = second_of(bank, begin(app, client, bank))
    tell(app, client, "customer.subscription.created", second)
    with transaction():
        set_donation_aside(db.scalars(select(Donation.id)).one())
    tell(app, client, "customer.subscription.deleted", second)
    last = db.scalars(select(WebhookEvent).order_by(WebhookEvent.id.desc())).first()
    assert last is not None
    assert (last.state, reason(db)) == ("parked", "")
