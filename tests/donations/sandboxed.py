"""What happens at the sandbox, and what the books say of it."""

from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.donations.models import Donation, Movement
from tests.donations.stripe_posts import event, post
from tests.sandbox.shop import ask
from tests.work import work_off


def act(page: str, action: str) -> str:
    """Do something on the payment page; where it leads."""
    parts = urlsplit(page)
    answer = ask(f"http://{parts.netloc}", "POST", parts.path, form={"action": action, "name": "Jack Lewis"})
    return answer.headers.get("Location", "")


def tell_all(app: Flask, client: FlaskClient, sandbox: str) -> None:
    """Post every event of the sandbox, newest first and twice, and work them off."""
    events = ask(sandbox, "GET", "/events.json").json()
    for told in [*reversed(events), *events]:
        notice = event(told["type"], told["object"], id=told["id"])
        assert post(client, notice).status_code == 200
    work_off(app, only="donations.")


def movements(db: Session) -> list[tuple[str, int]]:
    """Every movement, as kind and minor units."""
    db.rollback()
    return sorted((m.kind, m.amount.minor) for m in db.scalars(select(Movement)))


def donation(db: Session) -> Donation:
    """The one donation."""
    db.rollback()
    return db.scalars(select(Donation)).one()


def payment_of(db: Session) -> str:
    """Stripe's name for the one payment."""
    return db.scalars(select(Movement.source).where(Movement.kind == "payment")).one()
