"""Sixteen threads tell the same thing in every way at once: one gift and one receipt come of it."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.core.db import DatabaseBusy
from ngoapp.donations.events.reconcile import reconcile
from ngoapp.donations.models import Donation, Gift, Movement
from ngoapp.donations.recurring.newest import Outrun
from ngoapp.receipts.models import Receipt
from tests.donations.giving import give
from tests.donations.sandboxed import act
from tests.donations.stripe_posts import event, post
from tests.sandbox.shop import ask
from tests.sizes import LONGEST, sized
from tests.work import work_off

pytestmark = pytest.mark.usefixtures("organisation")
THREADS = 16
BUSY = 503


def patiently(way: Callable[[], None]) -> None:
    """Come again when the database is busy or others were quicker, as the worker and people at their desks do."""
    while True:
        try:
            return way()
        except (DatabaseBusy, Outrun):
            continue


def tellers(app: Flask, sandbox: str, thanks: list[str]) -> list[Callable[[], None]]:
    """The donor who comes back, each event at two endpoints and once more, and the sweep."""

    def tell(notice: dict[str, object]) -> None:
        while post(app.test_client(), notice).status_code == BUSY:
            pass

    def look() -> None:
        with app.app_context():
            reconcile(stripe_api())

    def come_back(page: str) -> None:
        assert app.test_client().get(page).status_code == 200

    told = ask(sandbox, "GET", "/events.json").json()
    notices = [event(each["type"], each["object"], id=each["id"]) for each in told]
    webhooks = [lambda notice=notice: tell(notice) for notice in notices for _ in range(3)]
    redirects = [lambda page=page: come_back(page) for page in thanks]
    return [*webhooks, *redirects, look, look, *[lambda: work_off(app)] * 4]


@pytest.mark.nightly
@pytest.mark.timeout(LONGEST)
@pytest.mark.parametrize("seed", range(sized(3, 500)))
def test_every_way_of_telling_at_once_is_one_gift_and_one_receipt(
    app: Flask, db: Session, client: FlaskClient, sandbox: str, seed: int
) -> None:
    pages = [give(client, email=f"donor{number}@example.org").location for number in range(3)]
    thanks = [act(page, "pay").removeprefix("http://localhost") for page in pages]
    ways = tellers(app, sandbox, thanks)
    random.Random(seed).shuffle(ways)
    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(patiently, way) for way in ways]:
            done.result()
    work_off(app)
    db.rollback()
    counts = [db.scalar(select(func.count()).select_from(model)) for model in (Gift, Receipt)]
    payments = db.scalar(select(func.count()).where(Movement.kind == "payment"))
    assert [*counts, payments] == [3, 3, 3]
    assert set(db.scalars(select(Donation.state))) == {"paid"}
