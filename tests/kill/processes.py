"""The web server and the worker as real processes that can be killed, each with its whole family.

They are forked from a server that has loaded everything already, so that fifty deaths take seconds, not minutes."""

import os
import signal
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from ngoapp.app import create_app
from ngoapp.cli.serve import Server
from ngoapp.core.settings import Settings
from ngoapp.worker.consumer import consume
from tests.kill import points

Part = Callable[[Mapping[str, str], Path, bool], None]
forked = get_context("forkserver")
forked.set_forkserver_preload(["tests.kill.processes", "weasyprint", "stripe"])


def web(environ: Mapping[str, str], log: Path, _late: bool) -> None:
    """Serve the site with gunicorn, as `ngoapp serve` does."""
    _lead_a_family(log)
    Server(Settings.from_environ(environ), workers=1, threads=4).run()


def worker(environ: Mapping[str, str], log: Path, late: bool) -> None:
    """Run jobs as `ngoapp worker` does, with points at which death can be ordered.

    With `late`, the outbox row of a receipt is written after the gift is committed, not with it: the mistake that
    the test must be able to see."""
    _lead_a_family(log)
    settings = Settings.from_environ(environ)
    points.lay(settings.data_dir, late=late)
    consume(create_app(settings))


def _lead_a_family(log: Path) -> None:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    kept = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(kept, stream)


class Immortal:
    """A process that is started again whenever it has died."""

    def __init__(self, part: Part, environ: Mapping[str, str], log: Path, *, late: bool = False) -> None:
        self._part, self._arguments = part, (dict(environ), log, late)
        self.process = self._start()

    def _start(self) -> ForkServerProcess:
        process = forked.Process(target=self._part, args=self._arguments)
        process.start()
        return process

    def kill(self) -> None:
        """SIGKILL to the process and all that it has started, and up again."""
        self.end()
        self.process = self._start()

    def died(self, within: float) -> bool:
        """Whether it dies by itself within so many seconds; it is up again afterwards."""
        self.process.join(within)
        if self.process.is_alive():
            return False
        self.kill()
        return True

    def end(self) -> None:
        """SIGKILL, for good."""
        if self.process.pid is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            self.process.kill()  # it has no family yet
        self.process.join()
