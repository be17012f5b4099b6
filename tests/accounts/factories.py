"""Staff for tests."""

import itertools
import secrets
import time

from flask.testing import FlaskClient

from ngoapp.accounts.browser import TOKEN
from ngoapp.accounts.models import User
from ngoapp.accounts.operations import add_staff
from ngoapp.accounts.permissions import ADMINISTRATOR
from ngoapp.accounts.sessions import begin_session
from ngoapp.core.db import locked, transaction

PASSWORD = "three unrelated herons"
_numbers = itertools.count(1)


def make_staff(
    *roles: str, email: str | None = None, name: str = "Ines Okafor", password: str | None = None
) -> User:
    """Somebody with these roles (administrator, if none), flushed; call it inside `transaction()`."""
    email = email or f"staff{next(_numbers)}@example.org"
    return add_staff(email=email, name=name, roles=roles or (ADMINISTRATOR,), password=password)


def saved_staff(*roles: str, email: str | None = None, password: str | None = None) -> User:
    """The same, committed."""
    with transaction():
        return make_staff(*roles, email=email, password=password)


def sign_in(client: FlaskClient, user: User) -> str:
    """Sign the browser in without the form; returns the secret that its cookie holds. Needs an app context."""
    token = secrets.token_urlsafe(16)
    with transaction():
        begin_session(locked(User, user.id), token)
        uniquifier = user.fs_uniquifier
    with client.session_transaction() as cookie:
        cookie.update({TOKEN: token, "_user_id": uniquifier, "_fresh": True, "fs_paa": time.time()})
    return token


def sign_in_by_form(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> str:
    """Sign in as a person does; returns where the answer leads."""
    fields = {"email": email, "password": password, **more}
    return client.post("/staff/sign-in", data=fields).headers.get("Location", "")
