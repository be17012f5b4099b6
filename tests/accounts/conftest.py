"""Without an organisation, every page would lead to the set-up page."""

import pytest
from flask import Flask

from ngoapp.core.db import transaction
from tests.organisation.factories import make_organisation


@pytest.fixture(autouse=True)
def _organisation(app: Flask) -> None:
    with app.app_context(), transaction():
        make_organisation()
