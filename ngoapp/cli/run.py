"""`ngoapp run`: everything that a try-out or a small server needs, in the foreground."""

import os
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPException
from multiprocessing import get_context
from threading import Thread
from urllib.parse import urlsplit

import click

from ngoapp.app import create_app
from ngoapp.cli import main
from ngoapp.cli.demo import STAFF, load_demo
from ngoapp.cli.demo.at_stripe import introduce_payments
from ngoapp.cli.demo.plans_at_stripe import introduce_plans
from ngoapp.cli.processes import Processes, ending_as_its_own
from ngoapp.cli.upgrade import say_how_to_set_up, upgrade
from ngoapp.core.settings import Settings

LOOPBACK = "127.0.0.1"
LONGEST_START = 60.0


@click.command()
def command() -> None:
    """Migrate, then keep the web server, the worker and, in demo mode, the sandbox running."""
    settings = Settings.from_environ(os.environ)
    for name, port in _ports(settings).items():
        _check_free(name, port)
    _in_a_process_of_its_own(partial(_prepare, settings))
    parts = ("serve", "worker", "sandbox") if settings.demo else ("serve", "worker")
    processes = Processes({part: partial(main.main, [part], "ngoapp") for part in parts})
    processes.start()
    Thread(target=_announce, args=(settings,), daemon=True).start()
    sys.exit(processes.wait())


def _in_a_process_of_its_own(work: Callable[[], object]) -> None:
    """Do something that opens the database where none of the processes to come can inherit it open."""
    process = get_context("fork").Process(target=work)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(1)


def _prepare(settings: Settings) -> None:
    with ending_as_its_own():
        app = create_app(settings)
        upgrade(app)
        if settings.demo:
            load_demo(app, settings)
            introduce_plans(app, settings)
            introduce_payments(app, settings)
        say_how_to_set_up(app, settings)


def _ports(settings: Settings) -> dict[str, int]:
    if not settings.demo:
        return {"PORT": settings.port}
    return {
        "PORT": settings.port,
        "SANDBOX_PORT": settings.sandbox_port,
        "SANDBOX_SMTP_PORT": settings.sandbox_smtp_port,
    }


def _check_free(name: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as taken:
            raise click.ClickException(
                f"Port {port} is in use: choose another one, such as {name}={port + 100} make run."
            ) from taken


def _announce(settings: Settings) -> None:
    """Say where everything is, once it answers."""
    deadline = time.monotonic() + LONGEST_START
    while not _is_ready(settings):
        if time.monotonic() > deadline:
            click.echo("The site does not answer yet; the lines above may say why.", err=True)
            return
        time.sleep(0.05)
    click.echo("\n".join(_addresses(settings)))


def _is_ready(settings: Settings) -> bool:
    connection = HTTPConnection(LOOPBACK, settings.port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": urlsplit(settings.base_url).netloc})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _addresses(settings: Settings) -> list[str]:
    lines = ["", f"  Site      {settings.base_url}/", f"  Staff     {settings.base_url}/staff/"]
    if settings.demo:
        password = (settings.data_dir / "demo-password").read_text().strip()
        sandbox = f"http://{LOOPBACK}:{settings.sandbox_port}"
        lines += [
            f"            {STAFF}, password {password}",
            f"  Sandbox   {sandbox}/ (stands in for Stripe)",
            f"  Inbox     {sandbox}/inbox (every mail that is sent)",
        ]
    return [*lines, "", "  Stop with Ctrl-C.", ""]
