"""The guard at the door of every staff view. A view under /staff without one fails `tests/test_routes.py`."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security.utils import check_and_update_authn_fresh

from ngoapp.accounts.browser import opened_session, signed_in
from ngoapp.accounts.permissions import PERMISSIONS
from ngoapp.accounts.sessions import note_seen, seen_long_ago
from ngoapp.core.audit import Actor, acting_as
from ngoapp.core.db import transaction
from ngoapp.web.errors import resend

View = TypeVar("View", bound=Callable[..., Any])
PERMISSION = "ngoapp_permission"
CONFIRMED_FOR = timedelta(hours=1)
AND_STILL = timedelta(minutes=30)
OPEN = "ngoapp_open_because"


def staff_required(permission: str) -> Callable[[Callable[..., Any]], Callable[..., ResponseReturnValue]]:
    """Let in who is signed in and has the permission; stands right under `@bp.route`.

    What the view does is entered in the audit under their name."""
    if permission not in PERMISSIONS:
        raise ValueError(f"no permission is called {permission}")

    def decorate(view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            user = signed_in()
            if user is None:
                return _ask_to_sign_in()
            if not user.may(permission):
                abort(403)
            _note_use()
            with acting_as(Actor("staff", user.id)):
                answer: ResponseReturnValue = view(*args, **kwargs)
                return answer

        setattr(guarded, PERMISSION, permission)
        return guarded

    return decorate


def recently_confirmed(view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
    """Ask for the password once more where it was last entered over an hour ago; stands under `staff_required`.

    A form that lay open for hours is kept in the page until they have, so that nothing typed is lost."""

    @wraps(view)
    def confirmed(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not check_and_update_authn_fresh(CONFIRMED_FOR, AND_STILL, "session"):
            if request.method == "POST":
                return resend(confirm=True)
            return redirect(url_for("security.verify", next=request.full_path.rstrip("?")))
        answer: ResponseReturnValue = view(*args, **kwargs)
        return answer

    return confirmed


def open_to_all(reason: str) -> Callable[[View], View]:
    """Say why a view under /staff lets everybody in: signing in does."""

    def decorate(view: View) -> View:
        setattr(view, OPEN, reason)
        return view

    return decorate


def is_guarded(view: Callable[..., Any]) -> bool:
    """Whether somebody has thought about who may see this view."""
    return hasattr(view, PERMISSION) or bool(getattr(view, OPEN, ""))


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method == "POST":
        return resend(sign_in=True)  # what was typed is kept in the page until they have signed in
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def _note_use() -> None:
    opened = opened_session()
    if opened is not None and seen_long_ago(opened):
        session_id = opened.id
        with transaction():
            note_seen(session_id)
