"""An installation with demo data, for tests of it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ngoapp.adapters.stripe_api import StripeApi
from ngoapp.cli.demo import load_demo
from ngoapp.cli.demo.at_stripe import introduce_payments
from ngoapp.cli.demo.plans_at_stripe import introduce_plans
from ngoapp.cli.sandbox import sandbox_of
from ngoapp.core.settings import Settings
from ngoapp.sandbox import RunningSandbox, SandboxConfig, start
from tests.fakes import WEBHOOK_SECRET


@pytest.fixture
def demo_sandbox(app: Flask, db: Session, settings: Settings) -> Iterator[RunningSandbox]:
    """The sandbox of an installation with demo data, and the app talking to it."""
    state = sandbox_of(settings).state_path
    assert state
    state.unlink(missing_ok=True)
    load_demo(app, settings)
    assert introduce_plans(app, settings) == 7
    assert introduce_payments(app, settings) > 0
    running = start(SandboxConfig(port=0, smtp_port=0, state_path=state))
    app.extensions["ngoapp.stripe"] = StripeApi(
        key="sk_test_ngoapp", api_base=running.url, webhook_secret=WEBHOOK_SECRET
    )
    yield running
    running.stop()
