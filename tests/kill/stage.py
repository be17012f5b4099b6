"""A whole installation on one database, donors who give, and a killer among its processes."""

import random
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from ngoapp.app import create_app
from ngoapp.cli.upgrade import upgrade
from ngoapp.core.db import db, transaction
from ngoapp.core.settings import Settings
from tests.databases import Database
from tests.donations.factories import make_fund
from tests.kill import entries
from tests.kill.books import at_rest, jobs_due, wrong
from tests.kill.donors import Donors
from tests.kill.killer import Strike, carry_out
from tests.kill.points import Points
from tests.kill.processes import Part
from tests.organisation.factories import make_organisation
from tests.sandbox.shop import ask

LONGEST_START = 60.0
LONGEST_UNREST = 120.0
MOST_JOBS_DUE = 40
LEASE_SECONDS = "2"
# Below those that the system gives to clients: with the server dead, a client must not be lent its port.
PORTS = range(10000, 30000)


@dataclass
class Stage:
    """The installation: its app for looking into the database, its processes, and who gives."""

    app: Flask
    site: str
    sandbox: str
    points: Points
    parts: dict[str, Part]
    died: Counter[str]

    def play(self, strikes: Sequence[Strike], *, seed: int, gifts: int = 0) -> list[str]:
        """Let donors give while processes are killed, until there are enough `gifts`; then wait until all is at rest.

        Says what is wrong then."""
        donors = Donors(self.site, seed, crowd=lambda: jobs_due(self.app) > MOST_JOBS_DUE)
        donors.start()
        try:
            self.died = carry_out(strikes, self.parts, self.points, donors.check)
            donors.wait_until_paid(gifts)
        finally:
            donors.stop()
        deadline = time.monotonic() + LONGEST_UNREST
        while not at_rest(self.app, self.sandbox):
            assert time.monotonic() < deadline, "it does not come to rest"
            time.sleep(0.2)
        return wrong(self.app, self.sandbox, donors.paid)


@contextmanager
def installation(database: Database, folder: Path, *, late: bool = False) -> Iterator[Stage]:
    """Start everything on an empty database; with `late`, the outbox is written after the commit."""
    environ = _environ(database.url, folder)
    settings = Settings.from_environ(environ)
    app = create_app(settings)
    _set_up(app)
    parts = {
        entry.__name__: Part(entry, environ=environ, folder=folder, late=late)
        for entry in (entries.sandbox, entries.web, entries.worker)
    }
    with ExitStack() as ends:
        ends.callback(_let_go, app)
        for part in parts.values():
            part.start()
            ends.callback(part.stop)
        _tell_twice_and_in_any_order(settings.stripe_api_base)
        yield Stage(app, settings.base_url, settings.stripe_api_base, Points(folder), parts, died=Counter())


def _environ(database: str, folder: Path) -> dict[str, str]:
    """Settings of its own; on PostgreSQL the queue is there too, so that both kinds of queue are tried."""
    plain = database.replace("+psycopg", "")
    queue = {"NGOAPP_QUEUE_URL": plain} if plain.startswith("postgresql") else {}
    ports = zip(("PORT", "SANDBOX_PORT", "SANDBOX_SMTP_PORT"), map(str, _free_ports(3)), strict=True)
    return {
        "NGOAPP_DATA_DIR": str(folder),
        "NGOAPP_DATABASE_URL": database,
        "NGOAPP_GUARD": "off",  # these donors type faster than people
        "NGOAPP_JOB_LEASE_SECONDS": LEASE_SECONDS,
        **queue,
        **dict(ports),
    }


def _free_ports(count: int) -> list[int]:
    found: list[int] = []
    while len(found) < count:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            if port not in found and probe.connect_ex(("127.0.0.1", port)):
                found.append(port)
    return found


def _set_up(app: Flask) -> None:
    upgrade(app)
    with app.app_context(), transaction():
        make_organisation()
        make_fund()


def _tell_twice_and_in_any_order(sandbox: str) -> None:
    deadline = time.monotonic() + LONGEST_START
    while True:
        try:
            answer = ask(sandbox, "POST", "/switches.json", body={"repeat": 2, "reorder": True})
        except OSError:
            assert time.monotonic() < deadline, "the sandbox does not start"
            time.sleep(0.05)
        else:
            assert answer.status == 200, answer.text
            return


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
