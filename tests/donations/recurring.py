"""Gifts that come again, as Stripe tells of them in tests."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.donations.models import Gift, Movement, RecurringPlan
from tests.donations.giving import give
from tests.donations.stripe_posts import event, post
from tests.fakes import FakeStripe
from tests.work import work_off


def tell(app: Flask, client: FlaskClient, type: str, object_id: str) -> None:
    """Let Stripe tell of something, and the worker do its work."""
    assert post(client, event(type, object_id)).status_code == 200
    work_off(app, only="donations.")


def begin(app: Flask, client: FlaskClient, bank: FakeStripe, *, every: str = "month", **changes: str) -> str:
    """A donor begins to give again and again; Stripe's name for it."""
    page = give(client, every=every, **changes).location.removeprefix("https://checkout.test/")
    bank.pay(page)
    tell(app, client, "checkout.session.completed", page)
    return bank.pages[page].subscription_id or ""


def plan(db: Session) -> RecurringPlan:
    """The one plan, as it is now."""
    db.rollback()
    return db.scalars(select(RecurringPlan)).one()


def gifts(db: Session) -> list[Gift]:
    """Every gift, in the order in which they were recorded."""
    db.rollback()
    return list(db.scalars(select(Gift).order_by(Gift.id)))


def movements(db: Session) -> list[tuple[str, int]]:
    """Every movement, as kind and minor units."""
    db.rollback()
    return [(m.kind, m.amount.minor) for m in db.scalars(select(Movement).order_by(Movement.id))]
