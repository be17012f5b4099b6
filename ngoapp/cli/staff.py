"""`ngoapp staff`: let the first people in from the console."""

import click
from email_validator import EmailNotValidError, validate_email

from ngoapp.accounts.links import password_link
from ngoapp.accounts.operations import add_staff
from ngoapp.accounts.permissions import ROLES
from ngoapp.cli.inside import inside_the_app
from ngoapp.core import clock
from ngoapp.core.db import transaction
from ngoapp.core.errors import Refused
from ngoapp.web.mail import absolute


@click.group()
def command() -> None:
    """Staff accounts."""


@command.command()
@click.argument("email")
@click.option("--name", required=True, help="The name that colleagues see.")
@click.option(
    "--role", "roles", required=True, multiple=True, type=click.Choice(list(ROLES)), help="May be repeated."
)
def add(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Open an account for EMAIL and print a link, good once and for a day, to choose its password."""
    address = _checked(email)
    with inside_the_app():
        try:
            click.echo(_open_account(address, name, roles))
        except Refused as refusal:
            raise click.ClickException(refusal.sentence) from refusal


def _open_account(email: str, name: str, roles: tuple[str, ...]) -> str:
    with transaction():
        user = add_staff(email=email, name=name, roles=roles)
    link = absolute(password_link(user, clock.now()))
    return f"{user.name} chooses a password here, within a day:\n{link}"


def _checked(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as wrong:
        raise click.ClickException("Give an e-mail address in full, such as name@example.org.") from wrong
