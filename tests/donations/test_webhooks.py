"""The door for Stripe lets in what Stripe signed a moment ago, keeps it once, and never breaks."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.core.outbox import OutboxRow
from ngoapp.donations.models import WebhookEvent
from tests.donations.stripe_posts import event, post, signature

pytestmark = pytest.mark.usefixtures("organisation")


def kept(db: Session) -> list[str]:
    """The states of the events in the inbox."""
    db.rollback()
    return list(db.scalars(select(WebhookEvent.state).order_by(WebhookEvent.id)))


def test_an_event_that_stripe_signed_is_kept_and_handed_to_the_worker(
    db: Session, client: FlaskClient
) -> None:
    assert post(client, event("checkout.session.completed", "cs_1")).status_code == 200
    assert kept(db) == ["new"]
    assert db.scalars(select(OutboxRow.name)).all() == ["donations.process_event"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        "t=,v1=",
        "t=99999999999999999999,v1=00",
        "t=1,v1=abc,v1=def",
        "v1=abc",
        "t=1,v1=\xe9\xfc",
        "for another body",
    ],
)
def test_an_event_with_a_wrong_signature_is_refused(db: Session, client: FlaskClient, header: str) -> None:
    given = signature(b"another body") if header == "for another body" else header
    assert post(client, event("checkout.session.completed", "cs_1"), header=given).status_code == 400
    assert kept(db) == []


@pytest.mark.parametrize("age", [310, 86_400, -70, -86_400])
def test_an_event_from_long_ago_or_from_the_future_is_refused(
    db: Session, client: FlaskClient, age: int
) -> None:
    assert post(client, event("checkout.session.completed", "cs_1"), age=age).status_code == 400
    assert kept(db) == []


@pytest.mark.parametrize("old", ["t=+{}", "t= {}", "t={} ,t={}", "t={},t={}", "t=0{}"])
def test_an_old_event_is_not_made_young_by_a_second_timestamp(
    db: Session, client: FlaskClient, old: str
) -> None:
    body = json.dumps(event("checkout.session.completed", "cs_1")).encode()
    stamp, mac = signature(body, age=86_400).split(",")
    then, now = stamp.removeprefix("t="), signature(body).split(",")[0]
    header = f"{old.format(then, then)},{now},{mac}"
    assert post(client, body, header=header).status_code == 400
    assert kept(db) == []


@pytest.mark.parametrize("age", [0, 290, -50])
def test_clocks_may_disagree_a_little(client: FlaskClient, age: int) -> None:
    assert post(client, event("checkout.session.completed", "cs_1"), age=age).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"null",
        b"[]",
        b'"event"',
        b"17",
        b"{}",
        b"[" * 100_000,
        json.dumps(event("checkout.session.completed", "cs_1", id=None)).encode(),
        json.dumps(event("checkout.session.completed", "cs_1", id="evt_\x00")).encode(),
        json.dumps(event("checkout.session.completed", "cs_1", id="e" * 200)).encode(),
        json.dumps(event("checkout.session.completed", "cs_1", livemode="no")).encode(),
        json.dumps(event("checkout.session.completed", "cs_1", data=[])).encode(),
        json.dumps(event("checkout.session.completed", "cs_1", data={"object": "cs_1"})).encode(),
        json.dumps(event("a" * 100, "cs_1")).encode(),
        json.dumps(event("checkout.session.completed", "cs_1", account=7)).encode(),
        json.dumps(event("checkout.session.completed", "cs_1", account="a" * 61)).encode(),
    ],
)
def test_a_signed_body_that_is_no_event_is_refused(db: Session, client: FlaskClient, body: bytes) -> None:
    assert post(client, body).status_code == 400
    assert kept(db) == []


def test_a_body_without_end_is_refused(client: FlaskClient) -> None:
    assert post(client, b"x" * 600_000).status_code == 413


def test_an_event_of_a_type_we_do_not_know_is_parked(db: Session, client: FlaskClient) -> None:
    assert post(client, event("radar.early_fraud_warning.created", "issfr_1")).status_code == 200
    assert post(client, event("balance.available", "", data={"object": {}})).status_code == 200
    assert kept(db) == ["parked", "parked"]
    assert db.scalar(select(func.count()).select_from(OutboxRow)) == 0


def test_the_same_event_twice_or_from_two_endpoints_is_one_row_and_one_job(
    db: Session, client: FlaskClient
) -> None:
    same = event("checkout.session.completed", "cs_1")
    assert [post(client, same).status_code for _ in range(3)] == [200, 200, 200]
    assert kept(db) == ["new"]
    assert db.scalar(select(func.count()).select_from(OutboxRow)) == 1


def test_the_same_event_of_another_account_is_another_row(db: Session, client: FlaskClient) -> None:
    same = event("checkout.session.completed", "cs_1")
    post(client, same)
    post(client, {**same, "account": "acct_1"})
    assert kept(db) == ["new", "new"]


def test_live_money_on_a_test_site_waits_for_a_person(db: Session, client: FlaskClient) -> None:
    assert post(client, event("checkout.session.completed", "cs_1", livemode=True)).status_code == 200
    assert kept(db) == ["quarantined"]
    assert db.scalar(select(func.count()).select_from(OutboxRow)) == 0


def test_the_webhook_takes_posts_only(client: FlaskClient) -> None:
    assert client.get("/webhooks/stripe").status_code == 405
