"""The mailroom's cupboard, for staff: sheets of labels, envelopes, printers."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.core.errors import NotThere
from ngoapp.mailings.envelopes import envelope_names, find_envelope
from ngoapp.mailings.forms import PrinterForm, StockForm, described
from ngoapp.mailings.grid import grid
from ngoapp.mailings.models import OwnStock, Printer
from ngoapp.mailings.operations import add_stock, keep_printer, remove_printer, retire_stock
from ngoapp.mailings.queries import own_stocks, printers, stock_of
from ngoapp.mailings.stock import LabelStock, UnknownStock, find_stock, stock_names
from ngoapp.web.forms import attempt

bp = Blueprint("mailroom", __name__, url_prefix="/staff/mailroom")


@bp.get("/")
@staff_required("mailroom:work")
def index() -> str:
    """Everything there is to print on, and with."""
    own = [stock.sheet() for stock in own_stocks()]
    return render_template(
        "mailings/staff/index.html",
        sheets=[(stock, described(stock)) for stock in [*map(find_stock, stock_names()), *own]],
        own={stock.name for stock in own},
        envelopes=[find_envelope(name) for name in envelope_names()],
        printers=printers(),
    )


@bp.route("/sheets/new", methods=["GET", "POST"])
@staff_required("mailroom:work")
def new_stock() -> ResponseReturnValue:
    """Sheets that we have no measurements for."""
    form = StockForm()
    if form.validate_on_submit():
        with attempt(form):
            own = add_stock(**form.facts())
            flash("The sheets are kept. Make a test print on plain paper before you use one.", "success")
            return redirect(url_for(".stock", name=own.name), 303)
    return render_template("mailings/staff/new_stock.html", form=form)


@bp.get("/sheets/<path:name>")
@staff_required("mailroom:work")
def stock(name: str) -> str:
    """One kind of sheet, drawn, with its measurements."""
    sheet = _sheet(name)
    own = next((own for own in own_stocks() if own.name == sheet.name), None)
    return render_template(
        "mailings/staff/stock.html", stock=sheet, own=own, described=described(sheet), printers=printers()
    )


@bp.get("/sheets/<path:name>/test.pdf")
@staff_required("mailroom:work")
def test_print(name: str) -> Response:
    """The outlines of its labels, to print on plain paper."""
    sheet, printer_id = _sheet(name), request.args.get("printer", 0, type=int)
    nudge = found(Printer, printer_id).nudge if printer_id else (0.0, 0.0)
    return Response(grid(sheet, nudge), mimetype="application/pdf")


@bp.post("/sheets/<int:stock_id>/retire")
@staff_required("mailroom:work")
def retire(stock_id: int) -> ResponseReturnValue:
    """The box is empty, and nobody will buy another."""
    with transaction():
        retire_stock(found(OwnStock, stock_id).id)
    flash("These sheets are not offered any more.", "success")
    return redirect(url_for(".index"), 303)


@bp.route("/printers/new", methods=["GET", "POST"])
@staff_required("mailroom:work")
def new_printer() -> ResponseReturnValue:
    """Another printer."""
    return _printer_page(None)


@bp.route("/printers/<int:printer_id>", methods=["GET", "POST"])
@staff_required("mailroom:work")
def printer(printer_id: int) -> ResponseReturnValue:
    """A printer, and how far its prints have to move."""
    return _printer_page(found(Printer, printer_id))


@bp.post("/printers/<int:printer_id>/remove")
@staff_required("mailroom:work")
def remove(printer_id: int) -> ResponseReturnValue:
    """The printer is gone."""
    with transaction():
        remove_printer(printer_id)
    flash("The printer is gone from the list.", "success")
    return redirect(url_for(".index"), 303)


def _printer_page(known: Printer | None) -> ResponseReturnValue:
    form = PrinterForm(known)
    if form.validate_on_submit():
        with attempt(form):
            keep_printer(printer_id=known.id if known else None, **form.facts())
            flash("The printer is kept.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("mailings/staff/printer.html", form=form, printer=known)


def _sheet(name: str) -> LabelStock:
    try:
        return stock_of(name)
    except UnknownStock as unknown:
        raise NotThere from unknown
