"""`ngoapp serve`: the web server."""

import os

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from ngoapp.app import create_app
from ngoapp.core.settings import Settings

LOOPBACK = "127.0.0.1"
WORKERS, THREADS = 2, 8
LONGEST_REQUEST = 60
LONGEST_FAREWELL = 20


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with our settings. It reads no file and no arguments of its own."""

    def __init__(
        self, settings: Settings, *, host: str = LOOPBACK, workers: int = WORKERS, threads: int = THREADS
    ) -> None:
        self.settings = settings
        self.options = {
            "bind": f"{host}:{settings.port}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": threads,
            "timeout": LONGEST_REQUEST,
            "graceful_timeout": LONGEST_FAREWELL,
            "control_socket_disable": True,  # its place is one for all, and two copies may run side by side
        }
        super().__init__(prog="ngoapp serve")

    def load_config(self) -> None:
        """Hand our options over."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the app: in each worker, after the fork, so that none inherits an open database."""
        return create_app(self.settings)


@click.command()
@click.option("--host", default=LOOPBACK, show_default=True, help="Address to listen on.")
@click.option("--workers", default=WORKERS, show_default=True, help="How many processes answer.")
@click.option(
    "--threads", default=THREADS, show_default=True, help="How many requests each answers at a time."
)
def command(host: str, workers: int, threads: int) -> None:
    """Serve the site on PORT, behind a proxy when NGOAPP_TRUSTED_PROXIES says so."""
    Server(Settings.from_environ(os.environ), host=host, workers=workers, threads=threads).run()
