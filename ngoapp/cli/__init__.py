"""The command `ngoapp`. Each of its commands is a module here and is imported when it is asked for."""

from importlib import import_module

import click

from ngoapp.core.settings import BadSetting

COMMANDS = (
    "check",
    "demo",
    "labels",
    "purge",
    "reconcile",
    "run",
    "sandbox",
    "serve",
    "staff",
    "upgrade",
    "worker",
)


class Commands(click.Group):
    """A group whose commands are the modules of this package, each with a `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command that was asked for."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a wrong setting ends it with the sentence that says so."""
        try:
            return super().invoke(ctx)
        except BadSetting as wrong:
            raise click.ClickException(str(wrong)) from wrong


@click.group(cls=Commands)
def main() -> None:
    """The front desk of a nonprofit."""
