"""A guarded form that takes gifts."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from tests.donations.attempts.crowd import Visitor
from tests.donations.factories import make_fund
from tests.organisation.factories import make_organisation


@pytest.fixture
def fund(guarded: None, db: Session) -> int:
    """What gifts are for."""
    with transaction():
        make_organisation()
        return make_fund().id


@pytest.fixture
def visitor(client: FlaskClient, fund: int) -> Visitor:
    """Somebody at the form."""
    return Visitor(client, fund)
