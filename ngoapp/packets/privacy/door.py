"""The door of a requester's own page: which browser may see what which mailbox asked for.

A cookie of its own, apart from the one that opens a donor's page: neither opens the other."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.audit import Actor, acting_as
from ngoapp.packets.privacy.models import PageVisit
from ngoapp.packets.privacy.visits import LOOKS, SENDS, find_visit

WHO = Actor("requester")


def visitor_required(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Let in whoever opened a link less than an hour ago; stands right under `@bp.route`, hands the view the visit."""

    @wraps(view)
    def guarded(**kwargs: Any) -> ResponseReturnValue:
        visit = visit_here()
        if visit is None:
            return redirect(url_for("packets_mine.ask"), 303)
        with acting_as(WHO):
            return view(visit, **kwargs)

    return guarded


def visit_here() -> PageVisit | None:
    """The visit of this browser, if it has one."""
    return find_visit(held_token(), LOOKS if request.method == "GET" else SENDS)


def held_token() -> str:
    """The secret that the browser holds; empty where it holds none."""
    return request.cookies.get(_cookie_name(), "")


def new_token() -> str:
    """A secret for a browser: 256 bits, which need no signature to be beyond guessing."""
    return secrets.token_urlsafe(32)


def keep_token(answer: Response, token: str) -> Response:
    """Have the browser hold the secret until it is closed, or the visit is over."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    age = int(SENDS.total_seconds())
    answer.set_cookie(_cookie_name(), token, max_age=age, secure=secure, httponly=True, samesite="Lax")
    return answer


def drop_token(answer: Response) -> Response:
    """Have the browser forget the secret."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.delete_cookie(_cookie_name(), secure=secure, httponly=True, samesite="Lax")
    return answer


def _cookie_name() -> str:
    return "__Host-mine" if current_app.config["SESSION_COOKIE_SECURE"] else "mine"
