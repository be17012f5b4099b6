"""What follows when Flask-Security tells that somebody signed in or out or changed how they do."""

from typing import Any

from flask import Flask
from flask_login import user_logged_out
from flask_security.signals import (
    password_changed,
    password_reset,
    reset_password_instructions_sent,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
)

from ngoapp.accounts.browser import held_token, new_token, take_token
from ngoapp.accounts.datastore import current_object, later
from ngoapp.accounts.links import enqueue_password_link, enqueue_password_notice
from ngoapp.accounts.models import User
from ngoapp.accounts.passwords import hash_password
from ngoapp.accounts.sessions import begin_session, close_sessions, end_session
from ngoapp.core import audit


def listen(app: Flask) -> None:
    """Hear every such event of this app."""
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    password_changed.connect(_password_changed, app)
    password_reset.connect(_password_reset, app)
    reset_password_instructions_sent.connect(_link_wanted, app)
    tf_profile_changed.connect(_authenticator_on, app)
    tf_disabled.connect(_authenticator_off, app)


def _signed_in(_app: Flask, user: Any, **_more: object) -> None:
    before, token = take_token(), new_token()

    def begin(row: User) -> None:
        if before:
            end_session(before, "replaced")
        audit.record("staff.signed_in", begin_session(row, token))

    later(current_object(user), begin)


def _signed_out(_app: Flask, user: Any, **_more: object) -> None:
    token = take_token()
    if token and isinstance(user, User):
        later(current_object(user), lambda _row: end_session(token, "signed out"))


def _password_changed(_app: Flask, user: Any, **_more: object) -> None:
    token = held_token()

    def follow(row: User) -> None:
        close_sessions(row, "password", but=token)
        audit.record("staff.password_changed", row)
        enqueue_password_notice(row)

    later(current_object(user), follow)


def _password_reset(_app: Flask, user: Any, **_more: object) -> None:
    def follow(row: User) -> None:
        close_sessions(row, "password")
        audit.record("staff.password_reset", row)
        enqueue_password_notice(row)

    later(current_object(user), follow)


def _link_wanted(_app: Flask, user: Any, **_more: object) -> None:
    # Flask-Security spends this time on an address that nobody has; without it, the clock would tell the two apart.
    hash_password("as long as for a stranger")
    later(current_object(user), enqueue_password_link)


def _authenticator_on(_app: Flask, user: Any, **_more: object) -> None:
    later(current_object(user), lambda row: audit.record("staff.authenticator_on", row))


def _authenticator_off(_app: Flask, user: Any, **_more: object) -> None:
    later(current_object(user), lambda row: audit.record("staff.authenticator_off", row))
