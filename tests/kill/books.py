"""What must be true once everything has come to rest: a sentence for each fact that is not."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import stripe
from flask import Flask
from sqlalchemy import and_, func, or_, select

from ngoapp.cli.check import broken
from ngoapp.core import clock, outbox
from ngoapp.core.db import session
from ngoapp.core.outbox import OutboxRow
from ngoapp.core.settings import DEMO_STRIPE_KEY
from ngoapp.donations.models import Donation, Gift, Movement, WebhookEvent
from ngoapp.people.models import Person
from ngoapp.receipts.models import Receipt
from tests.sandbox.shop import ask

SOON = timedelta(minutes=10)  # a job that failed comes back before that
RECEIPTED = "has no receipt"


def at_rest(app: Flask, sandbox: str) -> bool:
    """Whether every event has been told, and every job that is due before long is done."""
    told = all(
        delivery["state"] == "delivered"
        for event in ask(sandbox, "GET", "/events.json").json()
        for delivery in event["deliveries"]
    )
    return told and jobs_due(app, before=clock.now() + SOON) == 0


def jobs_due(app: Flask, *, before: datetime | None = None) -> int:
    """How many jobs should run by now, or were tried and come back until `before`.

    What was planned for later from the start is none of them: at a quarter to, the hourly look is minutes away."""
    tried = and_(OutboxRow.attempts > 0, OutboxRow.available_at < (before or clock.now()))
    due = or_(tried, OutboxRow.available_at <= clock.now())
    with app.app_context():
        return session.scalar(select(func.count()).where(OutboxRow.state == "waiting", due)) or 0


def wrong(app: Flask, sandbox: str, paid: Iterable[str]) -> list[str]:
    """Everything that is wrong. `paid` are the payment pages whose donors have seen their payment through."""
    with app.app_context():
        found = [*_gifts(_payments(sandbox), set(paid)), *_receipts(), *_people(), *_jobs()]
        found += _mails(ask(sandbox, "GET", "/inbox.json").json())
    return found + list(broken(app))


def _payments(sandbox: str) -> dict[str, int]:
    """What Stripe has taken in, by the name of the payment."""
    client = stripe.StripeClient(DEMO_STRIPE_KEY, base_addresses={"api": sandbox})
    listed = client.v1.payment_intents.list({"limit": 100}).auto_paging_iter()
    return {payment.id: payment.amount_received for payment in listed if payment.status == "succeeded"}


def _gifts(payments: dict[str, int], paid: set[str]) -> Iterator[str]:
    columns = (Movement.source, Movement.amount_minor, Gift.id, Donation.session_id)
    rows = session.execute(
        select(*columns).join(Movement.gift).join(Gift.donation).where(Movement.kind == "payment")
    ).all()
    booked = {row.source: row.amount_minor for row in rows}
    if booked != payments:
        yield f"payments are {payments.items() ^ booked.items()} apart from gifts"
    gifts = session.scalar(select(func.count(Gift.id)))
    if not gifts == len(rows) == len({row.id for row in rows}) == len(payments):
        yield f"{len(payments)} payments became {gifts} gifts with {len(rows)} movements"
    for page in paid - {row.session_id for row in rows}:
        yield f"what was paid on {page} is no gift"


def _receipts() -> Iterator[str]:
    of_gift = Counter(session.scalars(select(Receipt.gift_id)))
    for gift in session.scalars(select(Gift.id)):
        if of_gift[gift] == 0:
            yield f"gift {gift} {RECEIPTED}"
        elif of_gift[gift] > 1:
            yield f"gift {gift} has {of_gift[gift]} receipts"
    numbers = sorted(session.scalars(select(Receipt.seq)))
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"receipts are numbered {numbers}"


def _people() -> Iterator[str]:
    seen = Counter(session.scalars(select(Person.email_key)))
    yield from (f"{email} is {times} people" for email, times in seen.items() if times > 1)


def _jobs() -> Iterator[str]:
    yield from (f"{row.name} was given up: {row.last_error}" for row in outbox.dead_letters())
    for state, times in Counter(session.scalars(select(WebhookEvent.state))).items():
        if state not in {"done", "parked"}:
            yield f"{times} events are {state}"


def _mails(inbox: list[dict[str, Any]]) -> Iterator[str]:
    """Each receipt was mailed, to its donor alone, and again only as the very same letter."""
    letters = defaultdict(set)
    for mail in inbox:
        for attachment in mail["attachments"]:
            what = (mail["headers"]["Message-ID"], mail["sha256"], json.dumps(mail["to"]))
            letters[attachment["filename"]].add(what)
    for receipt in session.scalars(select(Receipt)):
        sent = letters.pop(f"{receipt.number}.pdf", set())
        email = receipt.gift.donor.email if receipt.gift.donor else None
        if len(sent) != 1:
            yield f"receipt {receipt.number} was mailed as {len(sent)} different letters"
        elif next(iter(sent))[2] != json.dumps([email]):
            yield f"receipt {receipt.number} went to somebody else"
        if receipt.mailed_at is None:
            yield f"nobody noted that receipt {receipt.number} was mailed"
    yield from (f"{name} was mailed and does not exist" for name in letters)
