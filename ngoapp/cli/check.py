"""`ngoapp check`: every invariant, a line for each that is broken."""

import os
import sys
from collections.abc import Iterator

import click
from flask import Flask

from ngoapp.app import create_app
from ngoapp.core import invariants as core
from ngoapp.core.settings import Settings
from ngoapp.donations import invariants as donations
from ngoapp.mailings import invariants as mailings
from ngoapp.packets import invariants as packets
from ngoapp.packets.kits import invariants as kits
from ngoapp.packets.privacy import invariants as packet_privacy
from ngoapp.packets.survey import invariants as packet_survey
from ngoapp.receipts import invariants as receipts

ROOMS = (
    core,
    mailings,
    donations,
    receipts,
    packets,
    packet_privacy,
    packet_survey,
    kits,
)


@click.command()
def command() -> None:
    """Check every invariant. Exit 1 and a line for each that is broken."""
    lines = list(broken(create_app(Settings.from_environ(os.environ))))
    for line in lines:
        click.echo(line)
    if lines:
        sys.exit(1)
    click.echo("Everything holds: gifts, receipts, numbers, packets, audit, outbox.")


def broken(app: Flask) -> Iterator[str]:
    """A sentence for each fact that does not hold in the app's database."""
    with app.app_context():
        for room in ROOMS:
            yield from room.broken()
