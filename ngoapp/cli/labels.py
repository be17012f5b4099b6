"""`ngoapp labels`: a list of addresses becomes sheets of labels. Needs no database and no settings."""

import io
from pathlib import Path
from typing import BinaryIO, NoReturn

import click

from ngoapp.core.errors import Refused
from ngoapp.mailings.address_list import AddressList, read_addresses
from ngoapp.mailings.labels import LabelsDoNotFit, NothingToPrint, PrintedLabels, print_labels
from ngoapp.mailings.lines import Style, address_lines
from ngoapp.mailings.stock import LabelStock, UnknownStock, find_stock, stock_names


class StockName(click.ParamType[LabelStock]):
    """The name of label sheets, as printed on their box."""

    name = "stock"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> LabelStock:
        """The sheets of that name, or a usage error that lists the names we know."""
        try:
            return value if isinstance(value, LabelStock) else find_stock(str(value))
        except UnknownStock as unknown:
            self.fail(unknown.sentence, param, ctx)


@click.command(name="labels")
@click.argument("addresses", type=click.File("rb"), metavar="ADDRESSES.csv")
@click.option(
    "--stock", type=StockName(), default="5160", show_default=True, help=", ".join(stock_names()) + "."
)
@click.option(
    "--start", type=int, default=1, show_default=True, help="The first free label of the first sheet."
)
@click.option(
    "--style",
    type=click.Choice(["upper", "typed"]),
    default="upper",
    show_default=True,
    help="As the post office likes them best, or as typed.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write."
)
def command(addresses: BinaryIO, stock: LabelStock, start: int, style: Style, out: Path) -> None:
    """Print address labels from a list.

    The list is a CSV file in UTF-8 whose first row names the columns name, street_address, city, country_area,
    postal_code and country_code; rows whose column deceased says so are left out. If a row cannot be printed nothing
    is written, and each such row is named."""
    pdf = io.BytesIO()
    try:
        listed = read_addresses(addresses)
        printed = _print(listed, stock, start, style, pdf)
        out.write_bytes(pdf.getvalue())
    except Refused as refused:
        raise click.ClickException(refused.sentence) from refused
    except OSError as failed:
        raise click.ClickException(f"{out} cannot be written: {failed.strerror}.") from failed
    _tell(listed, printed, out)


def _print(listed: AddressList, stock: LabelStock, start: int, style: Style, pdf: BinaryIO) -> PrintedLabels:
    lines = [address_lines(entry.address, style=style) for entry in listed.addresses]
    refused = {row.row: row.sentence for row in listed.refused}
    try:
        printed = print_labels(lines, stock=stock, start=start, out=pdf)
    except LabelsDoNotFit as unfit:
        refused |= {listed.addresses[misfit.row - 1].row: misfit.sentence for misfit in unfit.misfits}
    except NothingToPrint:
        if not refused:
            raise
    if refused:
        _refuse(refused)
    return printed


def _tell(listed: AddressList, printed: PrintedLabels, out: Path) -> None:
    for entry in listed.addresses:
        for note in entry.notes:
            click.echo(f"row {entry.row} is printed, but: {note}", err=True)
    blank = f" {_counted(listed.blank, 'blank row')} passed over." if listed.blank else ""
    died = f" {_counted(len(listed.deceased), 'row')} left out: they have died." if listed.deceased else ""
    labels, sheets = _counted(printed.count, "label"), _counted(printed.sheets, "sheet")
    click.echo(f"{labels} on {sheets} in {out}.{blank}{died}")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _refuse(refused: dict[int, str]) -> NoReturn:
    for row in sorted(refused):
        click.echo(f"row {row}: {refused[row]}", err=True)
    raise click.ClickException(f"Nothing was written: {_counted(len(refused), 'row')} cannot be printed.")
