"""The same, through stripe's own library over HTTP, against the sandbox."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.adapters.stripe_facts import StripeRefused
from ngoapp.core import clock
from ngoapp.donations.models import WebhookEvent
from tests.donations.giving import filled, give
from tests.donations.sandboxed import act, donation, movements, payment_of, tell_all
from tests.fakes import FakeSmtp
from tests.sandbox.shop import ask

pytestmark = pytest.mark.usefixtures("organisation")


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
