"""`ngoapp demo`: an invented organisation with a year of work behind it, to try everything out on."""

import os
from collections.abc import Callable

import click
from flask import Flask
from sqlalchemy import update

from ngoapp.accounts.operations import add_staff
from ngoapp.accounts.permissions import ADMINISTRATOR
from ngoapp.app import create_app
from ngoapp.cli.demo.acknowledgments import load_acknowledgments
from ngoapp.cli.demo.at_stripe import introduce_payments
from ngoapp.cli.demo.attempts import load_attempts
from ngoapp.cli.demo.calls import load_calls
from ngoapp.cli.demo.campaigns import load_campaigns
from ngoapp.cli.demo.donations import load_donations
from ngoapp.cli.demo.kits import load_kits, load_recall
from ngoapp.cli.demo.mailed_packets import load_mailed_packets
from ngoapp.cli.demo.mailed_pledges import load_mailed_pledges
from ngoapp.cli.demo.mailroom import load_mailroom
from ngoapp.cli.demo.matching import load_matching
from ngoapp.cli.demo.money_back import load_money_back
from ngoapp.cli.demo.news import load_news
from ngoapp.cli.demo.organisation import load_organisation
from ngoapp.cli.demo.packet_batches import load_packet_batches
from ngoapp.cli.demo.packet_privacy import load_packet_privacy
from ngoapp.cli.demo.packets import load_packets
from ngoapp.cli.demo.payouts import load_payouts
from ngoapp.cli.demo.phone import load_phone_pages
from ngoapp.cli.demo.plans_at_stripe import introduce_plans
from ngoapp.cli.demo.receipts import load_receipts
from ngoapp.cli.demo.recurring import load_recurring
from ngoapp.cli.demo.together import load_households, load_together
from ngoapp.cli.demo.tributes import load_honourees, load_tributes
from ngoapp.cli.demo.volunteers import load_volunteers
from ngoapp.cli.demo.wishes import load_wishes
from ngoapp.core import clock
from ngoapp.core.db import session, transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.core.secret_file import kept_secret
from ngoapp.core.settings import Settings
from ngoapp.organisation.queries import find_organisation

STAFF = "admin@example.org"
PASSWORD_LENGTH = 20

# In the order in which one leans on the other.
LOADERS: tuple[Callable[[], None], ...] = (
    load_organisation,
    load_donations,
    load_campaigns,
    load_households,
    load_together,
    load_matching,
    load_mailed_pledges,
    load_phone_pages,
    load_recurring,
    load_attempts,
    load_tributes,
    load_receipts,
    load_money_back,
    load_payouts,
    load_acknowledgments,
    load_honourees,
    load_mailroom,
    load_news,
    load_kits,
    load_packets,
    load_mailed_packets,
    load_recall,
    load_packet_batches,
    load_calls,
    load_packet_privacy,
    load_volunteers,
    load_wishes,
)


def load_demo(app: Flask, settings: Settings) -> bool:
    """Fill an empty database, all of it or nothing; whether there was anything to do.

    Mail about what happened long ago has been sent, as far as the story goes, so its jobs are done; what is still to
    come has its time."""
    password = kept_secret(settings.data_dir / "demo-password", length=PASSWORD_LENGTH)
    with app.app_context():
        if find_organisation():
            return False
        with transaction():
            for load in LOADERS:
                load()
            add_staff(email=STAFF, name="Ines Okafor", roles=[ADMINISTRATOR], password=password)
            session.execute(
                update(OutboxRow)
                .where(OutboxRow.available_at <= clock.now())
                .values(state="done", ended_at=OutboxRow.created_at)
            )
    return True


@click.command()
def command() -> None:
    """Load demo data into an empty database."""
    settings = Settings.from_environ(os.environ)
    if not settings.demo:
        raise click.ClickException("Demo data is for demo mode only: set NGOAPP_MODE=demo on a new database.")
    app = create_app(settings)
    loaded = load_demo(app, settings)
    introduce_plans(app, settings)
    introduce_payments(app, settings)
    click.echo("Demo data is loaded." if loaded else "There is an organisation already; nothing was changed.")
