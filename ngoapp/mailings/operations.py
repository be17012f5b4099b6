"""Keeping sheets, printers, and where the sheet that was begun goes on."""

from decimal import Decimal

from sqlalchemy import select, update

from ngoapp.core import audit, clock
from ngoapp.core.db import insert_ignoring, locked, save, session
from ngoapp.core.errors import Refused
from ngoapp.mailings.envelopes import envelope_names
from ngoapp.mailings.models import MICROMETRES, OwnStock, PartSheet, Printer
from ngoapp.mailings.stock import LabelStock, UnknownStock, find_stock


class StockNameTaken(Refused):
    """Two sheets of one name: nobody would know which is in the drawer."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There are sheets called “{name}” already. Give yours another name.", field="name")


class PrinterNameTaken(Refused):
    """Two printers of one name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a printer called “{name}” already.", field="name")


def add_stock(*, name: str, columns: int, rows: int, **measures: Decimal) -> OwnStock:
    """Keep sheets by their measurements in millimetres.

    Raises StockNameTaken, and StockDoesNotFit for what cannot be."""
    _check_name(name)
    micrometres = {part: int(measure * MICROMETRES) for part, measure in measures.items()}
    own = OwnStock(name=name, name_key=name, columns=columns, rows=rows, added_at=clock.now(), **micrometres)
    own.sheet()
    save(own)
    audit.record("label_stock.added", own)
    return own


def retire_stock(stock_id: int) -> None:
    """Offer these sheets no more; what was printed on them can be printed again. A repeat does nothing."""
    own = locked(OwnStock, stock_id)
    if own.retired_at is None:
        own.retired_at = clock.now()
        audit.record("label_stock.retired", own)


def keep_printer(*, name: str, right: int, down: int, printer_id: int | None = None) -> Printer:
    """Keep a printer with its nudge in tenths of a millimetre. Raises PrinterNameTaken."""
    taken = session.scalar(select(Printer.id).where(Printer.name_key == name))
    if taken is not None and taken != printer_id:
        raise PrinterNameTaken(name)
    printer = locked(Printer, printer_id) if printer_id else Printer()
    printer.name = printer.name_key = name
    printer.right, printer.down = right, down
    save(printer)
    audit.record("printer.kept", printer)
    return printer


def remove_printer(printer_id: int) -> None:
    """Forget a printer."""
    printer = locked(Printer, printer_id)
    audit.record("printer.removed", printer)
    session.delete(printer)
    session.flush()


def remember_sheet(stock: LabelStock, *, start: int, count: int) -> None:
    """Remember where the last sheet goes on, after `count` labels from place `start` on."""
    place = {"next_free": (start - 1 + count) % stock.per_sheet + 1, "used_at": clock.now()}
    if not insert_ignoring(PartSheet, stock=stock.name, **place):
        session.execute(update(PartSheet).where(PartSheet.stock == stock.name).values(**place))


def _check_name(name: str) -> None:
    is_kept = session.scalar(select(OwnStock.id).where(OwnStock.name_key == name))
    if is_kept or name.casefold() in map(str.casefold, envelope_names()):
        raise StockNameTaken(name)
    try:
        find_stock(name)
    except UnknownStock:
        return
    raise StockNameTaken(name)
