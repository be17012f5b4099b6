"""Browsers that are signed in, for the tests of every package."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ngoapp.accounts.passwords import PASSWORDS
from tests.accounts.factories import saved_staff, sign_in

StaffClient = Callable[..., FlaskClient]


@pytest.fixture(autouse=True, scope="session")
def quick_hashing() -> Iterator[None]:
    """Passwords in tests need not cost an attacker anything."""
    PASSWORDS.update(argon2__time_cost=1, argon2__memory_cost=8, argon2__parallelism=1)
    yield
    PASSWORDS.update(argon2__time_cost=3, argon2__memory_cost=65536, argon2__parallelism=4)


@pytest.fixture
def staff_client(app: Flask) -> StaffClient:
    """`staff_client("packet desk")` is a browser signed in as somebody with that role (or those roles)."""

    def signed_in(*roles: str) -> FlaskClient:
        client = app.test_client()
        with app.app_context():
            sign_in(client, saved_staff(*roles))
        return client

    return signed_in
