"""An organisation with a fund, and a donor who has gone on to the payment page."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.core.db import db as database
from ngoapp.core.db import transaction
from ngoapp.donations.matching.employers import add_employer
from ngoapp.sandbox import RunningSandbox, SandboxConfig, start
from tests.donations.factories import make_fund
from tests.donations.matching import MILL
from tests.fakes import WEBHOOK_SECRET
from tests.organisation.factories import make_organisation
from tests.sandbox.shop import Shop, ask


@pytest.fixture
def organisation(db: Session) -> None:
    """An organisation that takes gifts."""
    with transaction():
        make_organisation()
        make_fund()


@pytest.fixture
def mill(organisation: None) -> None:
    """An employer that matches gifts."""
    with transaction():
        add_employer(MILL)


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSandbox]:
    """A sandbox that posts to nobody: the tests fetch its events and post them in their own order."""
    sandbox = start(SandboxConfig(port=0, smtp_port=0))
    yield sandbox
    sandbox.stop()


@pytest.fixture
def shop(running: RunningSandbox) -> Shop:
    """Who looks at the sandbox from outside."""
    return Shop(running)


@pytest.fixture
def sandbox(app: Flask, running: RunningSandbox) -> str:
    """The sandbox, empty, with the app talking to it; its address."""
    ask(running.url, "POST", "/reset")
    app.extensions["ngoapp.stripe"] = StripeApi(
        key="sk_test_ngoapp", api_base=running.url, webhook_secret=WEBHOOK_SECRET
    )
    return running.url


@pytest.fixture
def statements(db: Session) -> Iterator[list[str]]:
    """What is asked of the database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def guarded(app: Flask) -> Iterator[None]:
    """The form is guarded, as in life, but sums cost next to nothing: it is their number that counts here."""
    before = dict(app.config)
    app.config.update(GUARDS_GIFTS=True, PROOF_COST=1)
    yield
    app.config.update(before)
