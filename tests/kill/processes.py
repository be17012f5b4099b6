"""Processes that start at once and can be killed at any moment, with everything they started.

They are forked from a server that has imported the product already: fifty starts would take a minute otherwise."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import psutil

from tests.kill import entries

LOOK_EVERY = 0.005
LONGEST_DEATH = 10.0
server = get_context("forkserver")
server.set_forkserver_preload(["tests.kill.entries", "tests.kill.ready"])


class Part:
    """One of the processes: it is started, killed and started again."""

    def __init__(
        self, entry: Callable[..., None], *, environ: dict[str, str], folder: Path, late: bool = False
    ) -> None:
        self.name = entry.__name__
        self.kills = 0
        self._given = (entry, environ, folder, late)
        self._process: ForkServerProcess

    def start(self) -> None:
        """Start it, and return as soon as it can be killed as a whole."""
        self._process = server.Process(target=entries.run, args=self._given, daemon=True)
        self._process.start()
        while self._process.is_alive() and os.getpgid(self._pid) != self._pid:
            time.sleep(LOOK_EVERY)

    def kill(self) -> None:
        """SIGKILL, to all of it; returns when nothing of it is left."""
        assert self._process.is_alive(), f"{self.name} ended by itself"
        self.kills += 1
        self.stop()

    def stop(self) -> None:
        """End it in the same way, whatever has become of it."""
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        self._process.join()
        deadline = time.monotonic() + LONGEST_DEATH
        while _anybody_in(self._pid):
            assert time.monotonic() < deadline, f"{self.name} does not die"
            time.sleep(LOOK_EVERY)

    @property
    def _pid(self) -> int:
        assert self._process.pid
        return self._process.pid


def _anybody_in(group: int) -> bool:
    """Whether a process of this group still runs; one that is dead and not yet buried does not."""
    for pid in psutil.pids():
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            if os.getpgid(pid) == group and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                return True
    return False
