"""A whole installation with a life of its own: sandbox, web server, worker, donors."""

import http.client
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import func, select

from ngoapp.app import create_app
from ngoapp.cli.check import broken
from ngoapp.cli.upgrade import upgrade
from ngoapp.core import outbox
from ngoapp.core.db import db, session, transaction
from ngoapp.core.settings import DEMO_WEBHOOK_SECRET, Settings
from ngoapp.donations.models import Movement, WebhookEvent
from ngoapp.receipts.models import Receipt
from ngoapp.sandbox import RunningSandbox, SandboxConfig, start
from tests.donations.factories import make_fund
from tests.kill import points
from tests.kill.donors import Donor
from tests.kill.processes import Immortal, web, worker
from tests.organisation.factories import make_organisation
from tests.sandbox.shop import ask

DONORS = 3
LONGEST_REST = 90.0  # seconds until everything has come to rest
LONGEST_WAY = 30.0  # seconds until a receipt comes by


@dataclass
class Installation:
    """What runs, and how to hurt it."""

    app: Flask
    folder: Path
    sandbox: RunningSandbox
    web: Immortal
    worker: Immortal
    donors: list[Donor]
    stopping: threading.Event

    def hurt_somebody(self, chance: random.Random) -> None:
        """Kill the web server or the worker at any moment."""
        time.sleep(chance.uniform(0.05, 0.6))
        chance.choice([self.web, self.worker]).kill()

    def kill_worker_at(self, point: str) -> bool:
        """Have the worker die at a point of its work; whether it came there in time."""
        points.order(self.folder, point)
        return self.worker.died(within=LONGEST_WAY) or not points.withdraw(self.folder, point)

    def come_to_rest(self) -> None:
        """Let the donors finish, and wait until every event is delivered and every job that is due is done."""
        self.stopping.set()
        for donor in self.donors:
            donor.join()
            if donor.trouble:
                raise donor.trouble
        until = time.monotonic() + LONGEST_REST
        while not self._rests():
            assert time.monotonic() < until, "it does not come to rest"
            time.sleep(0.25)

    def payments(self) -> list[str]:
        """Every payment that the sandbox took."""
        events = ask(self.sandbox.url, "GET", "/events.json").json()
        return sorted({told["object"] for told in events if told["type"] == "payment_intent.succeeded"})

    def gifts(self) -> list[str]:
        """The payment of every gift."""
        with self.app.app_context():
            paid = select(Movement.source).where(Movement.kind == "payment").order_by(Movement.source)
            return list(session.scalars(paid))

    def receipt_numbers(self) -> list[int]:
        """The running numbers of the receipts that were issued."""
        with self.app.app_context():
            return list(session.scalars(select(Receipt.seq).order_by(Receipt.seq)))

    def broken(self) -> list[str]:
        """What does not hold, as `ngoapp check` says it."""
        return list(broken(self.app))

    def _rests(self) -> bool:
        events = ask(self.sandbox.url, "GET", "/events.json").json()
        if any(sent["state"] == "pending" for told in events for sent in told["deliveries"]):
            return False
        with self.app.app_context():
            new = session.scalar(select(func.count()).where(WebhookEvent.state == "new"))
            waiting = session.scalar(
                select(func.count()).where(
                    outbox.OutboxRow.state == "waiting", outbox.OutboxRow.name != "donations.sync"
                )
            )
        return not new and not waiting


@contextmanager
def installed(folder: Path, database_url: str, *, late: bool = False) -> Iterator[Installation]:
    """Everything runs, and donors give; afterwards nothing runs any more."""
    port = _free_port()
    site = f"http://127.0.0.1:{port}"
    sandbox = start(
        SandboxConfig(
            port=0, smtp_port=0, webhook_urls=(f"{site}/webhooks/stripe",), webhook_secret=DEMO_WEBHOOK_SECRET
        )
    )
    ask(sandbox.url, "POST", "/switches.json", body={"repeat": 2, "reorder": True})
    environ = {
        "NGOAPP_DATA_DIR": str(folder),
        "NGOAPP_DATABASE_URL": database_url,
        "NGOAPP_STRIPE_API_BASE": sandbox.url,
        "NGOAPP_SMTP_URL": f"smtp://127.0.0.1:{sandbox.smtp_port}",
        "NGOAPP_JOB_LEASE_SECONDS": "2",
        "PORT": str(port),
    }
    app = _set_up(environ)
    stopping = threading.Event()
    parts = {
        part.__name__: Immortal(part, environ, folder / f"{part.__name__}.log", late=late)
        for part in (web, worker)
    }
    donors = [Donor(number, site, stopping) for number in range(DONORS)]
    try:
        _wait_for(site)
        for donor in donors:
            donor.start()
        yield Installation(app, folder, sandbox, parts["web"], parts["worker"], donors, stopping)
    finally:
        stopping.set()
        for part in parts.values():
            part.end()
        sandbox.stop()
        with app.app_context():
            db.engine.dispose()


def _set_up(environ: dict[str, str]) -> Flask:
    app = create_app(Settings.from_environ(environ))
    upgrade(app)
    with app.app_context(), transaction():
        make_organisation()
        make_fund()
    return app


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(site: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=5)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("the site does not start")
