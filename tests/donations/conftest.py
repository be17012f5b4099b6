"""An organisation with a fund, and a donor who has gone on to the payment page."""

import pytest
from sqlalchemy.orm import Session

from ngoapp.core.db import transaction
from tests.donations.factories import make_fund
from tests.organisation.factories import make_organisation


@pytest.fixture
def organisation(db: Session) -> None:
    """An organisation that takes gifts."""
    with transaction():
        make_organisation()
        make_fund()
