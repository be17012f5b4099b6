"""`ngoapp reconcile`: hold the last days at Stripe against our books, and make good what no webhook told."""

import click

from ngoapp.adapters.stripe_api import stripe_api
from ngoapp.adapters.stripe_facts import StripeAway
from ngoapp.cli.inside import inside_the_app
from ngoapp.donations.events.reconcile import DAYS, reconcile


@click.command()
@click.option("--days", default=DAYS, show_default=True, type=click.IntRange(1, 400), help="How far back.")
def command(days: int) -> None:
    """Compare with Stripe, repair, and print a line for each difference. Safe to repeat."""
    with inside_the_app():
        try:
            found = reconcile(stripe_api(), days=days)
        except StripeAway as away:
            raise click.ClickException("Stripe does not answer just now. Try again in a moment.") from away
    for difference in found:
        click.echo(f"{difference.what} {difference.object_id}: {difference.outcome}")
    click.echo(f"{len(found)} differences." if found else f"The last {days} days agree with Stripe.")
