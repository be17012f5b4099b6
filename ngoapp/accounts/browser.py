"""The browser's side of a sign-in: Flask's signed cookie carries a random secret, and the row decides."""

import secrets

from flask import g
from flask import session as cookie
from flask_login import current_user
from flask_security.utils import set_request_attr

from ngoapp.accounts.models import StaffSession, User
from ngoapp.accounts.sessions import find_session

TOKEN = "staff_session"  # noqa: S105 - the name of the cookie's entry
OPENED = "ngoapp_staff_session"


def load_user(uniquifier: str) -> User | None:
    """Flask-Login's question whose request this is."""
    opened = find_session(cookie.get(TOKEN, ""))
    if opened is None or opened.user.fs_uniquifier != uniquifier:
        return None
    g.setdefault(OPENED, opened)
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", cookie.get("fs_paa", 0))
    return opened.user


def signed_in() -> User | None:
    """Who makes this request, if it is staff."""
    user: User | None = current_user._get_current_object() if current_user else None
    return user if user is not None and user.is_authenticated else None


def opened_session() -> StaffSession | None:
    """The sign-in that this request came with."""
    opened: StaffSession | None = g.get(OPENED)
    return opened


def new_token() -> str:
    """Give the browser a fresh secret, so that one from before the sign-in is good for nothing."""
    cookie[TOKEN] = secrets.token_urlsafe(32)
    return str(cookie[TOKEN])


def held_token() -> str | None:
    """The secret that the browser holds."""
    return cookie.get(TOKEN)


def take_token() -> str | None:
    """The secret that the browser held until now."""
    token: str | None = cookie.pop(TOKEN, None)
    return token
