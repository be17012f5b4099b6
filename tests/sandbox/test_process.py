"""The sandbox as a process: it stops when told, and a restart goes on where it was."""

import http.client
import os
import re
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ngoapp.sandbox import SandboxConfig, start
from tests.sandbox.receiver import SECRET, Receiver
from tests.sandbox.shop import Shop, ask

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Started:
    """A sandbox in a process of its own."""

    url: str
    smtp_port: int
    process: subprocess.Popen[str]


@contextmanager
def sandbox_process(state: Path, webhook_url: str) -> Iterator[Started]:
    command = [sys.executable, "-m", "ngoapp.sandbox", "--port=0", "--smtp-port=0", f"--state={state}"]
    command += [f"--webhook-url={webhook_url}", f"--webhook-secret={SECRET}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ) as process:
        assert process.stdout is not None
        line = re.search(r"(http://\S+) \(mail on port (\d+)\)", process.stdout.readline())
        assert line is not None
        try:
            yield Started(line[1], int(line[2]), process)
        finally:
            if process.poll() is None:
                process.kill()


def test_the_sandbox_loads_nothing_of_the_app() -> None:
    code = "import sys, ngoapp.sandbox; print(*(m for m in sys.modules if m.startswith('ngoapp.')))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert [module for module in loaded if not f"{module}.".startswith("ngoapp.sandbox.")] == []


def test_a_sandbox_that_is_told_to_stop_stops_soon(tmp_path: Path) -> None:
    for name in (signal.SIGTERM, signal.SIGINT):
        with sandbox_process(tmp_path / "state.sqlite3", "http://127.0.0.1:1/") as sandbox:
            assert ask(sandbox.url, "GET", "/").status == 200
            began = time.monotonic()
            sandbox.process.send_signal(name)
            assert sandbox.process.wait(10) == 0
            assert time.monotonic() - began < 5


def test_a_killed_sandbox_goes_on_where_it_was(tmp_path: Path, receiver: Receiver) -> None:
    receiver.bodies.clear()
    state = tmp_path / "state.sqlite3"
    with sandbox_process(state, receiver.url) as sandbox:
        ask(sandbox.url, "POST", "/switches.json", body={"hold": True})
        auth = {"Authorization": "Bearer sk_test_x", "Idempotency-Key": "k1"}
        made = ask(sandbox.url, "POST", "/v1/customers", form={"email": "ana@example.org"}, headers=auth)
        with smtplib.SMTP("127.0.0.1", sandbox.smtp_port) as server:
            server.sendmail("desk@example.org", ["ana@example.org"], "Subject: Kept\n\nhello")
        sandbox.process.kill()
    assert receiver.bodies == []
    with sandbox_process(state, receiver.url) as sandbox:
        again = ask(sandbox.url, "POST", "/v1/customers", form={"email": "ana@example.org"}, headers=auth)
        assert (again.json(), again.headers["Idempotent-Replayed"]) == (made.json(), "true")
        assert [message["subject"] for message in ask(sandbox.url, "GET", "/inbox.json").json()] == ["Kept"]
        ask(sandbox.url, "POST", "/events/release")
        assert receiver.wait_for("customer.created")[0]["data"]["object"]["id"] == made.json()["id"]


def test_a_sandbox_stops_while_clients_are_still_connected(tmp_path: Path) -> None:
    sandbox = start(SandboxConfig(port=0, smtp_port=0, state_path=tmp_path / "state.sqlite3"))
    idle = http.client.HTTPConnection(urlsplit(sandbox.url).netloc, timeout=10)
    idle.request("GET", "/inbox.json")
    assert idle.getresponse().read() == b"[]\n"
    mail = smtplib.SMTP("127.0.0.1", sandbox.smtp_port, timeout=10)
    mail.ehlo()
    began = time.monotonic()
    sandbox.stop()
    assert time.monotonic() - began < 5
    idle.close()
    mail.close()


def test_a_sandbox_that_stopped_answers_no_more_on_an_old_connection(tmp_path: Path) -> None:
    config = SandboxConfig(port=0, smtp_port=0, state_path=tmp_path / "state.sqlite3")
    first = start(config)
    shop = Shop(first)
    customer = shop.stripe.v1.customers.create({}).id
    port = int(first.url.rpartition(":")[2])
    first.stop()
    second = start(SandboxConfig(port=port, smtp_port=0, state_path=config.state_path))
    assert shop.client(retries=1).v1.customers.retrieve(customer).id == customer
    second.stop()
