"""From what went wrong to a page: the one place that knows status codes."""

from http import HTTPStatus
from urllib.parse import urlsplit

import structlog
from flask import Flask, abort, g, render_template, request, url_for
from flask.globals import request_ctx
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ngoapp.core.db import DatabaseBusy
from ngoapp.core.errors import NotThere, Refused

log = structlog.get_logger()

PAGES = {
    400: ("That request did not work", "Go back, look at what was filled in, and send it once more."),
    403: ("This page is not for your account", "Ask an administrator if you need it for your work."),
    503: ("One moment, please", "Many people are at it just now. Please try again in a minute."),
    404: ("We could not find that page", "The address may be mistyped, or the page is no longer here."),
    405: ("That does not work here", "Go back and use the buttons on the page."),
    413: ("That file is too large", "Choose a smaller file and send it once more."),
    429: ("That was a little fast", "Wait a minute, then try again. Nothing is lost."),
    500: (
        "Something went wrong on our side",
        "We have made a note of it. Please try again in a few minutes.",
    ),
}
FAILED = "ngoapp_failed"
SECRET_FIELDS = ("csrf_token", "password")


def init_errors(app: Flask) -> None:
    """Show a kind page for every failure; pages of failures need no database."""
    app.before_request(_refuse_nul)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotThere, lambda _error: _page(HTTPStatus.NOT_FOUND))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(DatabaseBusy, _busy)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(Exception, _failure)


def _refuse_nul() -> None:
    """PostgreSQL takes no NUL in a text; no browser sends one by itself. Fields of forms drop it themselves."""
    if "\0" in request.path or any("\0" in value for value in request.args.values()):
        abort(HTTPStatus.BAD_REQUEST)


def _page(status: int, sentence: str | None = None) -> tuple[str, int]:
    if request_ctx.url_adapter is None:  # a host that is not ours: no page can be built for it
        return HTTPStatus(status).phrase, status
    setattr(g, FAILED, True)  # from here on nothing asks the database: it may be what failed
    title, advice = PAGES.get(status, (HTTPStatus(status).phrase, "Go back and try again."))
    return render_template(
        "errors/error.html", title=title, sentence=sentence or advice, status=status
    ), status


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error  # a redirect
    return _page(error.code)


def _refused(refusal: Refused) -> tuple[str, int]:
    return _page(HTTPStatus.CONFLICT, refusal.sentence)


def _busy(busy: DatabaseBusy) -> tuple[str, int]:
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, busy.sentence)


def _failure(error: Exception) -> tuple[str, int]:
    log.error("request.failed", exc_info=error, endpoint=request.endpoint, method=request.method)
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR)


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    """The form's seal does not fit: it was open across a sign-out or a restart of the browser.

    What was typed is offered to be sent once more, with a fresh seal; but only where the browser says that the
    form was ours, or a foreign page could have somebody press the button for it."""
    if not came_from_here():
        return _page(HTTPStatus.BAD_REQUEST)
    for_staff = request.path.startswith("/staff/") and request.blueprint != "security"
    return resend(sign_in=for_staff and not current_user.is_authenticated)


def came_from_here() -> bool:
    """Whether the browser vouches that one of our own pages sent this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def resend(*, sign_in: bool = False, confirm: bool = False) -> tuple[str, int]:
    """A page that holds everything that was typed and sends it again at a press.

    With `sign_in` it asks to sign in first, with `confirm` to enter the password once more."""
    page = render_template(
        "errors/resend.html",
        fields=typed_fields(),
        action=request.full_path.rstrip("?"),
        sign_in_url=url_for("security.login") if sign_in else None,
        confirm_url=url_for("security.verify") if confirm else None,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def typed_fields() -> list[tuple[str, str]]:
    """Everything that was sent with the form, to be carried on in another; no passwords and no seals."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(secret in name for secret in SECRET_FIELDS)
    ]
