"""The donate page against the same bytes from a bare Flask view, under the same gunicorn.

Both servers run at once and are asked in turn; visitors come without a cookie, so each gets one."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from urllib.request import urlopen

import psutil
from flask import Flask

from benchmarks.figures import Figure
from benchmarks.installation import installation, settings_for
from benchmarks.load import load
from ngoapp.cli.serve import Server

PAGE = "/donate"
ROUNDS, REQUESTS, WARM_UP = 7, 1000, 300
AIM = 0.4
LONGEST_START = 60.0
OURS, BARE = "ours", "bare"


class BareServer(Server):
    """The same gunicorn around a view that returns a page it holds ready."""

    def load(self) -> Flask:
        """An app of one page: ours, as it came once from our own app."""
        html = (self.settings.data_dir / "page.html").read_text()
        bare = Flask("bare")
        bare.add_url_rule(PAGE, "page", lambda: html)
        return bare


@dataclass(frozen=True)
class Running:
    """A web server that runs beside this process."""

    process: psutil.Process
    port: int

    def cpu(self) -> float:
        """Seconds of processor time that its processes have used so far."""
        times = [worker.cpu_times() for worker in self.process.children(recursive=True)]
        return sum(used.user + used.system for used in times)

    def get(self) -> str:
        """The page, fetched once."""
        with urlopen(f"http://127.0.0.1:{self.port}{PAGE}", timeout=LONGEST_START) as answer:
            html: str = answer.read().decode()
        return html


@dataclass(frozen=True)
class Round:
    """What one turn of one server measured."""

    per_second: float
    cpu_milliseconds: float


def figures(rounds: int = ROUNDS, requests: int = REQUESTS, warm_up: int = WARM_UP) -> Iterator[Figure]:
    """Requests a second of both, and the processor time that a page of ours takes."""
    with installation() as folder, ExitStack() as running:
        ours = running.enter_context(_running(OURS, folder))
        (folder / "page.html").write_text(ours.get())
        servers = {OURS: ours, BARE: running.enter_context(_running(BARE, folder))}
        for server in servers.values():
            load(server.port, PAGE, warm_up)
        turns = [{kind: _turn(server, requests) for kind, server in servers.items()} for _ in range(rounds)]
    yield _figure(turns)
    cpu = {kind: median(turn[kind].cpu_milliseconds for turn in turns) for kind in servers}
    yield Figure(
        name="donate page, CPU",
        ours=f"{cpu[OURS]:.2f} ms",
        baseline=f"{cpu[BARE]:.2f} ms",
        ratio=cpu[OURS] / max(cpu[BARE], 0.001),
        aim="peers need 4–80 ms",
    )


def _figure(turns: list[dict[str, Round]]) -> Figure:
    speed = {kind: median(turn[kind].per_second for turn in turns) for kind in (OURS, BARE)}
    ratio = median(turn[OURS].per_second / turn[BARE].per_second for turn in turns)
    return Figure(
        name="donate page",
        ours=f"{speed[OURS]:,.0f}/s",
        baseline=f"{speed[BARE]:,.0f}/s bare Flask",
        ratio=ratio,
        aim=f"≥ {AIM}",
        met=ratio >= AIM,
    )


def _turn(server: Running, requests: int) -> Round:
    before = server.cpu()
    seconds = load(server.port, PAGE, requests)
    return Round(requests / seconds, (server.cpu() - before) / requests * 1000)


@contextmanager
def _running(kind: str, folder: Path) -> Iterator[Running]:
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.pages", kind, str(folder), str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _await(port)
            yield Running(psutil.Process(process.pid), port)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The server does not answer.")


def _serve(kind: str, folder: str, port: str) -> None:
    settings = replace(settings_for(Path(folder)), port=int(port))
    {OURS: Server, BARE: BareServer}[kind](settings).run()


if __name__ == "__main__":
    _serve(*sys.argv[1:])
