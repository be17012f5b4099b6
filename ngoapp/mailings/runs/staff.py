"""Print runs for donors: what was printed, on what, when and by whom; any sheet again."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.core.errors import Refused
from ngoapp.mailings.queries import printers
from ngoapp.mailings.runs.forms import AgainForm
from ngoapp.mailings.runs.models import PrintRun
from ngoapp.mailings.runs.operations import run_pdf
from ngoapp.mailings.runs.queries import run_facts, runs_page

bp = Blueprint("print_runs", __name__, url_prefix="/staff/mailroom/runs")


@bp.get("/")
@staff_required("mailroom:donors")
def index() -> str:
    """Every run, newest first."""
    page = runs_page(request.args.get("page", 1, type=int))
    return render_template("mailings/staff/runs.html", page=page)


@bp.get("/<int:run_id>")
@staff_required("mailroom:donors")
def show(run_id: int) -> str:
    """A run: what was printed, who was left out, and how to print it again."""
    facts = run_facts(found(PrintRun, run_id))
    form = AgainForm(printers(), request.args)
    if request.args.get("wrong"):
        form.sheets.errors = [facts.which_sheets]
    return render_template("mailings/staff/run.html", run=facts.run, facts=facts, form=form)


@bp.get("/<int:run_id>/labels.pdf")
@staff_required("mailroom:donors")
def pdf(run_id: int) -> ResponseReturnValue:
    """The run, or some of its sheets, to print."""
    sheets, printer = request.args.get("sheets", ""), request.args.get("printer", 0, type=int)
    try:
        with transaction():
            content = run_pdf(run_id, sheets=sheets, printer_id=printer)
    except Refused:
        return redirect(url_for(".show", run_id=run_id, sheets=sheets, printer=printer, wrong=1), 303)
    disposition = f'inline; filename="labels-{run_id}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})
