"""A donor with gifts, and a stranger with one."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from ngoapp.core.money import Money
from ngoapp.donations.models import Gift
from tests.donations.conftest import running, sandbox, shop
from tests.donations.factories import make_card_gift
from tests.organisation.factories import make_organisation
from tests.pages.stage import counted
from tests.site.factories import let_in

__all__ = ["running", "sandbox", "shop"]  # fixtures of a room below, for gifts that come again


@pytest.fixture
def gift(db: Session) -> Gift:
    """A gift of the donor who is let in."""
    with transaction():
        make_organisation()
        return make_card_gift(Money(5000, "USD"), charged_at=datetime(2026, 11, 20, 18, tzinfo=UTC))


@pytest.fixture
def strangers_gift(gift: Gift) -> Gift:
    """A gift of somebody else."""
    with transaction():
        return make_card_gift(Money(7700, "USD"), donor_name="Ngozi Adeyemi", email="ngozi@example.org")


@pytest.fixture
def inside(app: Flask, client: FlaskClient, gift: Gift) -> FlaskClient:
    """A browser that has just opened the donor's link."""
    let_in(app, client)
    return client


@pytest.fixture
def statements(db: Session) -> Callable[[Callable[[], object]], list[str]]:
    """What is asked of the database while something is done."""

    def during(doing: Callable[[], object]) -> list[str]:
        with counted(db.get_bind()) as asked:  # type: ignore[arg-type]  # an engine, outside any transaction
            doing()
        return asked

    return during
