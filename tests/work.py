"""Doing in a test what the worker does."""

from flask import Flask

from ngoapp.core import outbox
from ngoapp.core.db import session
from ngoapp.core.outbox import OutboxRow
from ngoapp.core.queue import Queue
from ngoapp.worker.jobs import JOBS

ROUNDS, MOST = 20, 10_000


def work_off(app: Flask, only: str = "") -> None:
    """Run every job that is due, and those that these cause, until none is left; `only` those named so."""
    queue: Queue = app.extensions["ngoapp.queue"]
    queue.jobs = JOBS
    for _ in range(ROUNDS):
        with app.app_context():
            rows = [row_id for row_id in outbox.due(MOST) if _name(row_id).startswith(only)]
        if not rows:
            return
        for row_id in rows:
            queue.run_row(row_id)
    raise AssertionError("the outbox does not come to rest")


def _name(row_id: int) -> str:
    return session.get_one(OutboxRow, row_id).name
