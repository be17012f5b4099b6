"""What the killed processes run: the product's own web server, worker and sandbox, with places to be killed at.

Nothing of the product is replaced. The places are hooks around its transactions and a carrier of mail that says
when a message was taken."""

import os
from collections.abc import Callable
from contextvars import ContextVar
from email.message import EmailMessage
from pathlib import Path

from flask import has_request_context, request
from sqlalchemy.orm import Session

from ngoapp.adapters.smtp import Smtp
from ngoapp.app import create_app
from ngoapp.cli import main
from ngoapp.core.db import after_commit, before_commit
from ngoapp.core.settings import Settings
from ngoapp.worker.consumer import consume
from ngoapp.worker.jobs import JOBS
from tests.kill.late import write_outbox_late
from tests.kill.points import Points

MAIL_TAKEN = "mail taken"
job_in_hand: ContextVar[str] = ContextVar("job_in_hand", default="between jobs")


class TellingSmtp(Smtp):
    """Sends mail as ever, and passes a place where the server has the message and nobody has noted it."""

    def __init__(self, url: str, points: Points) -> None:
        super().__init__(url)
        self._points = points

    def send(self, message: EmailMessage) -> None:
        super().send(message)
        self._points.pass_by(MAIL_TAKEN)


def sandbox(_points: Points, *, late: bool) -> None:
    """The stand-in for Stripe and the mail server; it is never killed."""
    main.main(["sandbox"], "ngoapp")


def web(points: Points, *, late: bool) -> None:
    """The web server. Its places: before and after each commit of a view, by the view's name."""
    _hook(points, late=late)
    main.main(["serve", "--workers", "1"], "ngoapp")


def worker(points: Points, *, late: bool) -> None:
    """The worker. Its places: a job begun, before and after each of its commits, a mail taken."""
    _hook(points, late=late)
    for name, job in JOBS.items():
        JOBS[name] = _in_hand(name, job, points)
    settings = Settings.from_environ(os.environ)
    app = create_app(settings)
    app.extensions["ngoapp.smtp"] = TellingSmtp(settings.smtp_url, points)
    consume(app)


def run(entry: Callable[..., None], environ: dict[str, str], folder: Path, late: bool) -> None:
    """In the new process: lead a group, so that nothing survives a kill, write to a log, and work."""
    os.setpgid(0, 0)
    log = os.open(folder / f"{entry.__name__}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for standard in (1, 2):
        os.dup2(log, standard)
    os.environ.update(environ)
    entry(Points(folder), late=late)


def _hook(points: Points, *, late: bool) -> None:
    if late:
        write_outbox_late(points)
    before_commit(lambda _session: points.pass_by(f"{_place()} before commit"))
    after_commit(_after(points))


def _after(points: Points) -> Callable[[Session], None]:
    return lambda _session: points.pass_by(f"{_place()} after commit")


def _place() -> str:
    return str(request.endpoint) if has_request_context() else job_in_hand.get()


def _in_hand(name: str, job: Callable[..., None], points: Points) -> Callable[..., None]:
    def named(**refs: int) -> None:
        token = job_in_hand.set(name)
        points.pass_by(f"{name} begun")
        try:
            job(**refs)
        finally:
            job_in_hand.reset(token)

    return named
