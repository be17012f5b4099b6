"""`ngoapp staff`: let the first people in from the console."""

import os
from pathlib import Path

import click
from email_validator import EmailNotValidError, validate_email

from ngoapp.accounts.links import password_link
from ngoapp.accounts.models import User
from ngoapp.accounts.operations import add_staff
from ngoapp.accounts.permissions import ADMINISTRATOR, ROLES
from ngoapp.accounts.queries import find_staff
from ngoapp.app import create_app
from ngoapp.core import clock
from ngoapp.core.db import db, transaction
from ngoapp.core.errors import Refused
from ngoapp.core.secret_file import kept_secret
from ngoapp.core.settings import Settings
from ngoapp.web.mail import absolute

DEMO_EMAIL = "admin@example.org"


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
    with create_app(Settings.from_environ(os.environ)).app_context():
        try:
            click.echo(_open_account(address, name, roles))
        except Refused as refusal:
            raise click.ClickException(refusal.sentence) from refusal
        finally:
            db.engine.dispose()


def demo_administrator(data_dir: Path) -> User:
    """The demo's administrator, whose password is kept in the data directory; call it inside `transaction()`."""
    password = kept_secret(data_dir / "demo-password", length=20)
    return find_staff(DEMO_EMAIL) or add_staff(
        email=DEMO_EMAIL, name="Ada Lind", roles=[ADMINISTRATOR], password=password
    )


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
