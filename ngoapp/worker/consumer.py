"""The worker process: huey's consumer, and a sweep that finds rows of which nobody told it."""

import threading
from datetime import datetime, timedelta

import structlog
from flask import Flask

from ngoapp.adapters.pdf import check_libraries
from ngoapp.core import clock, outbox
from ngoapp.core.db import transaction
from ngoapp.core.queue import Queue, queue_of
from ngoapp.worker.jobs import JOBS

WORKERS = 4
SWEEP_SECONDS = 2.0
HOURLY = (
    "donations.hold_against_stripe",
    "donations.announce_renewals",
    "donations.forget_attempts",
    "desk.read_bounces",
    "packets.follow_up",
)
DAILY = (
    "packets.purge",
    "packets.plan_surveys",
)
SMALL_HOURS = 9  # UTC: night in America, and nobody's first hour at the desk
log = structlog.get_logger()


class Sweep(threading.Thread):
    """Looks every two seconds for rows that are due: retries, held mail, and what a crash left behind."""

    def __init__(self, app: Flask, queue: Queue) -> None:
        super().__init__(name="sweep", daemon=True)
        self.app, self.queue = app, queue
        self.ended = threading.Event()
        self.planned: datetime | None = None

    def run(self) -> None:
        """Sweep until told to end; a database that is away is asked again."""
        while not self.ended.wait(SWEEP_SECONDS):
            try:
                self.plan()
                self.sweep()
            except Exception:
                log.exception("sweep.failed")

    def plan(self) -> None:
        """Have what is to be done every hour or every night wait for the next; other workers plan the same rows."""
        hour = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        if hour == self.planned:
            return
        night = hour.replace(hour=SMALL_HOURS) + timedelta(days=hour.hour > SMALL_HOURS)
        with self.app.app_context(), transaction():
            for job in HOURLY:
                outbox.plan(job, at=hour)
            for job in DAILY:
                outbox.plan(job, at=night)
        self.planned = hour

    def sweep(self) -> None:
        """Hand every row that is due to huey, unless huey still has enough to do."""
        if self.queue.huey.pending_count():
            return
        with self.app.app_context():
            self.queue.notify(list(outbox.due()))


def consume(app: Flask) -> None:
    """Run jobs until SIGTERM, and finish what is in hand first."""
    check_libraries()
    queue = queue_of(app)
    queue.jobs = JOBS
    sweep = Sweep(app, queue)
    consumer = queue.huey.create_consumer(
        workers=WORKERS,
        periodic=False,
        initial_delay=0.05,
        max_delay=0.5,
        scheduler_interval=60,
        graceful_signal="TERM",
    )
    sweep.start()
    consumer.run()
    sweep.ended.set()
