"""The background thread that delivers events and lets sessions expire."""

import threading

from ngoapp.sandbox.delivery.post import post
from ngoapp.sandbox.delivery.queue import Delivery, next_due, record, urls_due
from ngoapp.sandbox.resources.checkout_sessions import expire_overdue
from ngoapp.sandbox.state.world import World

LOOK_EVERY_SECONDS = 0.25
STOP_PATIENCE_SECONDS = 2.0


class Courier:
    """One thread looks what is due; each endpoint has one thread at most, so that its events keep their order."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._rounds: dict[str, threading.Thread] = {}
        self._thread = threading.Thread(target=self._run, name="sandbox-courier", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is in hand and end; what waits stays in the store."""
        self._stopping.set()
        self._world.stirred.set()
        self._thread.join()
        for thread in list(self._rounds.values()):
            thread.join(STOP_PATIENCE_SECONDS)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._world.stirred.clear()
            with self._world.quiet_change() as change:
                expire_overdue(change)
                urls = urls_due(change)
            for url in urls:
                self._begin_round(url)
            self._world.stirred.wait(LOOK_EVERY_SECONDS)

    def _begin_round(self, url: str) -> None:
        with self._lock:
            if url not in self._rounds:
                self._rounds[url] = threading.Thread(target=self._round, args=(url,), daemon=True)
                self._rounds[url].start()

    def _round(self, url: str) -> None:
        try:
            while not self._stopping.is_set() and self._deliver_next(url):
                pass
        finally:
            with self._lock:
                del self._rounds[url]

    def _deliver_next(self, url: str) -> bool:
        with self._world.deliveries.one():
            with self._world.quiet_change() as change:
                delivery = next_due(change, url)
            if delivery:
                self._deliver(delivery)
            return delivery is not None

    def _deliver(self, delivery: Delivery) -> None:
        with self._world.quiet_change() as change:
            secret = self._world.secret_of(delivery.url, change.switches)
        outcome = post(delivery.url, delivery.body, secret)
        if self._world.store.closed:
            return
        with self._world.quiet_change() as change:
            record(change, delivery, outcome)
