"""The packet desk's printing: choose, print a sheet, mark it sent, print it again, take it back."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.core.errors import Refused
from ngoapp.mailings.queries import printers
from ngoapp.packets import runs
from ngoapp.packets.desk_forms import RunForm, StartForm
from ngoapp.packets.labels import label_lines
from ngoapp.packets.models import PacketRun
from ngoapp.packets.reading import read_chosen
from ngoapp.packets.wording import LANGUAGES
from ngoapp.web.forms import Form, attempt

bp = Blueprint("packet_runs", __name__, url_prefix="/staff/packets/runs")
ENDINGS = {
    "sent": (runs.mark_sent, "Marked as sent."),
    "not-sent": (runs.undo_sent, "Not sent after all: the labels are printed, the envelopes still here."),
    "back": (runs.take_back, "Taken back. The requests are in the queue again."),
}


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """Every run, newest first."""
    return render_template("packets/staff/runs.html", runs=runs.runs())


@bp.route("/new", methods=["GET", "POST"])
@staff_required("packets:work")
def new() -> str | AnyResponse:
    """Look over the chosen requests and print their labels."""
    form = RunForm(chosen=",".join(request.args.getlist("request")))
    if not form.change_stock.data and form.validate_on_submit():
        with attempt(form):
            run = runs.print_run(**form.facts())
            flash(
                "The labels are ready. Print them, fill the envelopes, then mark the run as sent.", "success"
            )
            return redirect(url_for(".show", run_id=run.id), 303)
    with transaction():
        chosen = read_chosen(form.request_ids(), form.sheet)
    return render_template(
        "packets/staff/new_run.html", form=form, chosen=chosen, stock=form.sheet, languages=LANGUAGES
    )


@bp.get("/<int:run_id>")
@staff_required("packets:read")
def show(run_id: int) -> str:
    """A run: whose labels, in which order, and what comes next."""
    run = found(PacketRun, run_id)
    pieces = [(piece, label_lines(piece.request)) for piece in runs.pieces_in(run)]
    form = StartForm(printers(), start=run.start)
    return render_template("packets/staff/run.html", run=run, pieces=pieces, form=form, languages=LANGUAGES)


@bp.get("/<int:run_id>/labels.pdf")
@staff_required("packets:work")
def pdf(run_id: int) -> Response | AnyResponse:
    """The sheet, to print."""
    try:
        with transaction():
            asked = request.args
            content = runs.run_pdf(
                run_id, start=asked.get("start", type=int), printer_id=asked.get("printer", 0, type=int)
            )
    except Refused as refusal:
        flash(refusal.sentence, "error")
        return redirect(url_for(".show", run_id=run_id), 303)
    disposition = f'inline; filename="labels-{run_id}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})


@bp.post("/<int:run_id>/<ending>")
@staff_required("packets:work")
def end(run_id: int, ending: str) -> AnyResponse:
    """Mark the run sent, undo that, or take its labels back."""
    if ending not in ENDINGS:
        abort(404)
    operation, sentence = ENDINGS[ending]
    form = Form()
    with attempt(form):
        operation(run_id)
        flash(sentence, "success")
    for refused in form.form_errors:
        flash(refused, "error")
    return redirect(url_for(".show", run_id=run_id), 303)
