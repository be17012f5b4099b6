"""A whole installation in processes of its own: `ngoapp run` with a data folder and ports that nobody else has."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil

LONGEST_START = 240
LONGEST_WAIT = 20
PORTS = ("PORT", "SANDBOX_PORT", "SANDBOX_SMTP_PORT")


@dataclass
class Running:
    """A started `ngoapp run` and where its parts are."""

    process: "subprocess.Popen[str]"
    data: Path
    ports: list[int]
    log: Path

    @property
    def output(self) -> str:
        """What it has printed."""
        return self.log.read_text()

    @property
    def site(self) -> str:
        """Where visitors go."""
        return f"http://127.0.0.1:{self.ports[0]}"

    @property
    def sandbox(self) -> str:
        """Where the stand-in for Stripe and the inbox are."""
        return f"http://127.0.0.1:{self.ports[1]}"

    @property
    def environ(self) -> dict[str, str]:
        """The settings that it was started with."""
        return dict(zip(PORTS, map(str, self.ports), strict=True)) | {"NGOAPP_DATA_DIR": str(self.data)}

    def ready_after(self) -> float:
        """Wait until the site is ready; return how many seconds since the call."""
        began = time.monotonic()
        while time.monotonic() < began + LONGEST_START:
            assert self.process.poll() is None, self.output
            if self.readiness().get("status") == "ready":
                return time.monotonic() - began
            time.sleep(0.02)
        raise AssertionError(self.output)

    def readiness(self) -> dict[str, Any]:
        """What the site says about itself; nothing when it does not answer."""
        try:
            with urlopen(f"{self.site}/readyz", timeout=5) as answer:
                content: dict[str, Any] = json.load(answer)
                return content
        except (URLError, ConnectionError, TimeoutError, ValueError):
            return {}

    def addresses(self) -> str:
        """Wait for the lines that say where everything is."""
        deadline = time.monotonic() + 10
        while "Stop with Ctrl-C" not in self.output and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.output

    def mail(self, to: str, subject: str = "") -> dict[str, Any]:
        """Wait for the newest message to an address, with these words in its subject."""
        deadline = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < deadline:
            with urlopen(f"{self.sandbox}/inbox.json?to={to}", timeout=5) as answer:
                messages: list[dict[str, Any]] = json.load(answer)
            for message in messages:
                if subject.lower() in message["subject"].lower():
                    return message
            time.sleep(0.1)
        raise AssertionError(f"no mail to {to} with “{subject}”; the log ends: {self.output[-2000:]}")

    def family(self) -> list[psutil.Process]:
        """Every process of it."""
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, wait, and make sure that nobody is left."""
        family = self.family()
        self.process.send_signal(number)
        code = self.process.wait(40)
        assert not [each for each in family if is_alive(each)]
        return code


def is_alive(process: psutil.Process) -> bool:
    """Whether a process still does anything."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@contextmanager
def running(data: Path, ports: list[int]) -> Iterator[Running]:
    """Start `ngoapp run` with a data folder and ports of its own; end it if the test has not."""
    log = data.with_name(f"{data.name}-{time.monotonic_ns()}.log")
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "ngoapp", "run"],
            env=os.environ | dict(zip(PORTS, map(str, ports), strict=True)) | {"NGOAPP_DATA_DIR": str(data)},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        yield Running(process, data, ports, log)
    finally:
        process.terminate()
        process.wait(40)
