"""huey, which carries the ids of outbox rows from the process that wrote them to the worker."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from sqlalchemy.orm import Session

from ngoapp.core import outbox
from ngoapp.core.audit import Actor, acting_as
from ngoapp.core.db import after_commit, transaction
from ngoapp.core.outbox import Claim, GiveUp
from ngoapp.core.settings import BadSetting, Settings

Jobs = dict[str, Callable[..., None]]
NAME = "ngoapp"
log = structlog.get_logger()


def make_huey(url: str) -> Huey:
    """The queue behind NGOAPP_QUEUE_URL. Raises BadSetting."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return SqliteHuey(NAME, filename=url.removeprefix("sqlite:///"), fsync=False, results=False)
    if scheme in {"postgresql", "postgres"}:
        return PostgresHuey(NAME, dsn=url, results=False)
    if scheme in {"redis", "rediss"}:
        return RedisHuey(NAME, url=url, results=False)
    raise BadSetting("NGOAPP_QUEUE_URL must start with sqlite:///, postgresql:// or redis://.")


class Queue:
    """huey with its one task. `jobs` is filled by the worker alone: other processes only hand ids over."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app = app
        self.jobs: Jobs = {}
        self.lease_for = timedelta(seconds=settings.job_lease_seconds)
        self.huey = make_huey(settings.queue_url)
        self.task = self.huey.task(name="run_row")(self.run_row)

    def notify(self, row_ids: list[int]) -> None:
        """Tell the worker. A queue that is down costs time only: the worker's sweep finds the rows."""
        try:
            for row_id in row_ids:
                self.task(row_id)
        except Exception as error:  # noqa: BLE001 - whatever the queue's client raises, the row is safe
            log.warning("queue.unreachable", error=type(error).__name__)

    def reachable(self) -> bool:
        """Whether the queue answers."""
        try:
            self.huey.pending_count()
        except Exception as error:  # noqa: BLE001 - any failure of any client means no
            log.warning("queue.unreachable", error=type(error).__name__)
            return False
        return True

    def run_row(self, row_id: int) -> None:
        """Claim an outbox row, run its job and write down how it went."""
        with self.app.app_context():
            with transaction():
                claimed = outbox.claim(row_id, lease_for=self.lease_for)
            if claimed:
                self._run(claimed)

    def _run(self, claimed: Claim) -> None:
        try:
            job = self.jobs.get(claimed.name)
            if job is None:
                raise GiveUp(f"no job is called {claimed.name}")
            with acting_as(Actor("job", claimed.row_id)):
                job(**claimed.refs)
        except GiveUp as reason:
            self._failed(claimed, str(reason), final=True)
        except Exception as error:
            log.exception("job.failed", job=claimed.name, row=claimed.row_id, attempt=claimed.attempt)
            self._failed(claimed, type(error).__name__)
        else:
            with transaction():
                outbox.finish(claimed)
            log.info("job.done", job=claimed.name, row=claimed.row_id, attempt=claimed.attempt)

    def _failed(self, claimed: Claim, code: str, *, final: bool = False) -> None:
        with transaction():
            outbox.fail(claimed, code, final=final)


def init_queue(app: Flask, settings: Settings) -> None:
    """Give the app its queue, as `app.extensions["ngoapp.queue"]`."""
    app.extensions["ngoapp.queue"] = Queue(app, settings)


def queue_of(app: Flask) -> Queue:
    """The app's queue."""
    queue: Queue = app.extensions["ngoapp.queue"]
    return queue


def _announce(current: Session) -> None:
    if row_ids := current.info.pop(outbox.QUEUED, []):
        queue_of(current_app).notify(row_ids)


after_commit(_announce)
