"""`ngoapp purge`: forget whoever asked for a packet and whose time is over."""

import click

from ngoapp.cli.inside import inside_the_app
from ngoapp.packets.privacy.jobs import purge
from ngoapp.packets.privacy.purge import KINDS, dry_run, forecast


@click.command()
@click.option(
    "--dry-run", "only_say", is_flag=True, help="Change nothing; say who would be forgotten, and when."
)
def command(only_say: bool) -> None:
    """Forget everybody at the packet desk whose twelve months are over. The counts stay. Safe to repeat."""
    with inside_the_app():
        due = dry_run()
        ahead = forecast() if only_say else []
        if not only_say:
            purge()
    click.echo(f"{'Would forget' if only_say else 'Forgot'} whoever is behind {_in_words(due)}.")
    for each in ahead:
        click.echo(f"By {each.on.isoformat()}: {_in_words(each.counts)}.")


def _in_words(counts: dict[str, int]) -> str:
    """“14 requests and 1 call”; of nothing at all, what comes first."""
    kinds = {kind.name: kind for kind in KINDS}
    some = {name: n for name, n in counts.items() if n} or dict(list(counts.items())[:1])
    return " and ".join(f"{n} {kinds[name].one if n == 1 else kinds[name].many}" for name, n in some.items())
