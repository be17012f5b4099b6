"""Reads of the mailroom."""

from collections.abc import Sequence

from sqlalchemy import select

from ngoapp.core.db import session
from ngoapp.mailings.models import OwnStock, PartSheet, Printer
from ngoapp.mailings.stock import LabelStock, find_stock, stock_names

USUAL = "5160"


def own_stocks() -> Sequence[OwnStock]:
    """The sheets that somebody measured and that are still in use, by name."""
    in_use = select(OwnStock).where(OwnStock.retired_at.is_(None))
    return session.scalars(in_use.order_by(OwnStock.name)).all()


def all_stock_names() -> list[str]:
    """What can be chosen to print on: the sheets we come with, then the organisation's own."""
    return [*stock_names(), *(own.name for own in own_stocks())]


def stock_of(name: str) -> LabelStock:
    """The sheet of that name, the organisation's own (also a retired one) or one we come with. Raises UnknownStock."""
    own = session.scalar(select(OwnStock).where(OwnStock.name_key == name))
    return own.sheet() if own else find_stock(name)


def usual_stock() -> LabelStock:
    """The sheets that were printed on last, and at first the most common ones."""
    last = session.scalar(select(PartSheet.stock).order_by(PartSheet.used_at.desc()).limit(1))
    return stock_of(last or USUAL)


def printers() -> Sequence[Printer]:
    """Every printer, by name."""
    return session.scalars(select(Printer).order_by(Printer.name)).all()


def first_free(stock: LabelStock) -> int:
    """The first free label of the sheet that was begun last; 1 when the last one was used up."""
    begun = session.get(PartSheet, stock.name)
    return begun.next_free if begun and begun.next_free <= stock.per_sheet else 1
