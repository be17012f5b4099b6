"""The same, through stripe's own library over HTTP, against the sandbox."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.adapters.stripe_facts import StripeRefused
from ngoapp.core import clock
from ngoapp.donations.models import Donation, Movement, WebhookEvent
from ngoapp.sandbox import RunningSandbox, SandboxConfig, start
from tests.donations.giving import filled, give
from tests.donations.stripe_posts import event, post
from tests.fakes import WEBHOOK_SECRET, FakeSmtp
from tests.sandbox.shop import ask
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSandbox]:
    """A sandbox that posts to nobody: the tests fetch its events and post them in their own order."""
    sandbox = start(SandboxConfig(port=0, smtp_port=0))
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(app: Flask, running: RunningSandbox) -> str:
    """The sandbox, empty, with the app talking to it; its address."""
    ask(running.url, "POST", "/reset")
    app.extensions["ngoapp.stripe"] = StripeApi(
        key="sk_test_ngoapp", api_base=running.url, webhook_secret=WEBHOOK_SECRET
    )
    return running.url


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


def test_a_gift_by_card_from_the_form_to_the_books(
    app: Flask, db: Session, client: FlaskClient, sandbox: str
) -> None:
    page = give(client, amount="10000").location
    assert page.startswith(f"{sandbox}/c/pay/cs_test_")
    thanks = act(page, "pay").removeprefix("http://localhost")
    tell_all(app, client, sandbox)
    assert movements(db) == [("fee", -320), ("payment", 10000)]
    assert "$100.00 received" in client.get(thanks).text
    assert set(db.scalars(select(WebhookEvent.state))) <= {"done", "parked"}


def test_a_card_that_was_declined_and_then_another(
    app: Flask, db: Session, client: FlaskClient, sandbox: str
) -> None:
    page = give(client).location
    act(page, "decline")
    tell_all(app, client, sandbox)
    assert (donation(db).state, movements(db)) == ("open", [])
    act(page, "pay")
    tell_all(app, client, sandbox)
    assert movements(db) == [("fee", -175), ("payment", 5000)]


@pytest.mark.parametrize(("outcome", "state"), [("succeed", "paid"), ("fail", "failed")])
def test_a_payment_from_a_bank_account_that_takes_days(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, outgoing: FakeSmtp, outcome: str, state: str
) -> None:
    act(give(client).location, "later")
    tell_all(app, client, sandbox)
    assert donation(db).state == "processing"
    events = ask(sandbox, "GET", "/events.json").json()
    payment = next(told["object"] for told in events if told["object"].startswith("pi_"))
    ask(sandbox, "POST", f"/payments/{payment}/{outcome}")
    tell_all(app, client, sandbox)
    assert donation(db).state == state
    assert len(outgoing.sent) == (outcome == "fail")


def test_refunds_in_part_and_in_full(app: Flask, db: Session, client: FlaskClient, sandbox: str) -> None:
    act(give(client).location, "pay")
    tell_all(app, client, sandbox)
    payment = payment_of(db)
    ask(sandbox, "POST", f"/payments/{payment}/refund", form={"amount": "20"})
    ask(sandbox, "POST", f"/payments/{payment}/refund", form={})
    tell_all(app, client, sandbox)
    assert movements(db) == [("fee", -175), ("payment", 5000), ("refund", -3000), ("refund", -2000)]


def test_an_answer_that_is_lost_after_stripe_acted_costs_one_more_press(
    db: Session, client: FlaskClient, sandbox: str
) -> None:
    form = filled(client)
    ask(sandbox, "POST", "/switches.json", body={"drop_answers": 1})
    assert "Nothing was charged" in give(client, form).text
    ask(sandbox, "POST", "/switches.json", body={"drop_answers": 0})
    page = give(client, form).location
    assert page == give(client, form).location
    assert (donation(db).session_id or "none") in page
    asked = ask(sandbox, "GET", "/requests.json").json()
    assert len({each["idempotency_key"] for each in asked if each["method"] == "POST"}) == 1


def test_stripe_itself_is_asked_for_a_page_whose_name_was_lost(
    app: Flask, client: FlaskClient, sandbox: str
) -> None:
    ask(sandbox, "POST", "/switches.json", body={"drop_answers": 1})
    give(client)
    api: StripeApi = app.extensions["ngoapp.stripe"]
    [page] = api.pages_made(
        since=clock.now() - timedelta(minutes=1), until=clock.now() + timedelta(minutes=1)
    )
    assert page.status == "open"
    with pytest.raises(StripeRefused, match="resource_missing"):
        api.page("cs_test_unheard_of")
