"""The running sandbox as its parts see it, and the change that one request makes."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ngoapp.sandbox.config import SandboxConfig
from ngoapp.sandbox.state.in_hand import InHand
from ngoapp.sandbox.state.store import Store
from ngoapp.sandbox.state.switches import Endpoint, Switches, read_switches


@dataclass(frozen=True)
class Change:
    """One transaction: its connection, its moment, and the request it answers (if any)."""

    db: sqlite3.Connection
    now: int
    switches: Switches
    endpoints: tuple[Endpoint, ...]
    request_id: str | None = None
    idempotency_key: str | None = None
    site: str = ""


class World:
    """Configuration and state; `stirred` is set whenever something may be due."""

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self.store = Store(config.state_path)
        self.stirred = threading.Event()
        self.deliveries = InHand()

    @contextmanager
    def change(
        self, *, request_id: str | None = None, idempotency_key: str | None = None, site: str = ""
    ) -> Iterator[Change]:
        """Read and write as one, and wake whoever delivers events."""
        with self.quiet_change() as change:
            yield replace(change, request_id=request_id, idempotency_key=idempotency_key, site=site)
        self.stirred.set()

    @contextmanager
    def quiet_change(self) -> Iterator[Change]:
        """Read and write as one, where nothing comes to be due."""
        with self.store.transaction() as db:
            switches = read_switches(db)
            now = int(time.time()) + switches.clock_offset_seconds
            yield Change(db=db, now=now, switches=switches, endpoints=self.endpoints(switches))

    def endpoints(self, switches: Switches) -> tuple[Endpoint, ...]:
        """Where events go: the configured addresses, then those that were switched on."""
        return tuple(Endpoint(url=url) for url in self.config.webhook_urls) + switches.endpoints

    def secret_of(self, url: str, switches: Switches) -> str:
        """The secret that events to this address are signed with."""
        secrets = (endpoint.secret for endpoint in switches.endpoints if endpoint.url == url)
        return next((secret for secret in secrets if secret), self.config.webhook_secret)


@contextmanager
def behind_the_scenes(config: SandboxConfig) -> Iterator[Change]:
    """Read and write the state that a sandbox has, whether or not it runs, and tell nobody."""
    world = World(config)
    try:
        with world.quiet_change() as change:
            yield replace(change, endpoints=(), site=f"http://{config.host}:{config.port}")
    finally:
        world.store.close()
