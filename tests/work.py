"""Doing in a test what the worker does."""

from flask import Flask

from ngoapp.core import outbox
from ngoapp.core.queue import Queue
from ngoapp.worker.jobs import JOBS

ROUNDS = 20


def work_off(app: Flask) -> None:
    """Run every job that is due, and those that these cause, until none is left."""
    queue: Queue = app.extensions["ngoapp.queue"]
    queue.jobs = JOBS
    for _ in range(ROUNDS):
        with app.app_context():
            rows = outbox.due()
        if not rows:
            return
        for row_id in rows:
            queue.run_row(row_id)
    raise AssertionError("the outbox does not come to rest")
