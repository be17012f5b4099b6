"""`ngoapp worker`: mail, PDFs, calls to Stripe, and whatever else happens after a commit."""

import os

import click

from ngoapp.app import create_app
from ngoapp.core.settings import Settings
from ngoapp.worker.consumer import consume


@click.command()
def command() -> None:
    """Run jobs until told to stop, and finish what is in hand first."""
    consume(create_app(Settings.from_environ(os.environ)))
