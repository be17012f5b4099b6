"""`ngoapp sandbox`: a stand-in for Stripe and for the mail server, for trying things out."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from ngoapp.core.settings import Settings
from ngoapp.sandbox import SandboxConfig, serve


@click.command()
def command() -> None:
    """Stand in for Stripe on SANDBOX_PORT and take every mail on SANDBOX_SMTP_PORT."""
    settings = Settings.from_environ(os.environ)
    if not settings.demo:
        raise click.ClickException("The sandbox is for demo mode only: no real gift may meet it.")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    serve(sandbox_of(settings))


def sandbox_of(settings: Settings) -> SandboxConfig:
    """The sandbox of this installation, with its state among the data."""
    return SandboxConfig(
        port=settings.sandbox_port,
        smtp_port=settings.sandbox_smtp_port,
        state_path=settings.data_dir / "sandbox.sqlite3",
        returned_path=_returned_path(settings),
        webhook_urls=(f"http://127.0.0.1:{settings.port}/webhooks/stripe",),
        webhook_secret=settings.stripe_webhook_secret,
    )


def _returned_path(settings: Settings) -> Path | None:
    """The file in which the app looks for mail that came back, if it is a file."""
    place = urlsplit(settings.bounces_url)
    return Path(unquote(place.path)) if place.scheme == "mbox" else None
