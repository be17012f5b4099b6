"""The packet desk's batches: choose, freeze, print, pack, post; and any step back."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.core.errors import Refused
from ngoapp.packets.batches.forms import AgainForm, BatchForm, TickForm, UndoForm, chosen_by
from ngoapp.packets.batches.operations import freeze_batch
from ngoapp.packets.batches.papers import PAPERS
from ngoapp.packets.batches.postage import postage_is_old
from ngoapp.packets.batches.printing import reprint, reprint_pdf
from ngoapp.packets.batches.queries import batches
from ngoapp.packets.batches.reading import read_batch, read_chosen
from ngoapp.packets.batches.ticking import WITH_PIECES, do_with, end_with, take_back, tick
from ngoapp.packets.batches.words import RETURN_REASONS, UNDO_REASONS
from ngoapp.packets.wording import LANGUAGES
from ngoapp.web.forms import Form, attempt

bp = Blueprint("packet_batches", __name__, url_prefix="/staff/packets/batches")


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """Every batch, newest first."""
    return render_template("packets/staff/batches/index.html", batches=batches())


@bp.route("/new", methods=["GET", "POST"])
@staff_required("packets:work")
def new() -> str | AnyResponse:
    """Look over what would be posted, by group, and freeze it."""
    form = BatchForm(chosen=chosen_by(request.args))
    if not form.change_stock.data and form.validate_on_submit():
        with attempt(form):
            batch = freeze_batch(**form.facts())
            flash("The batch is frozen. Print its papers, fill the envelopes, tick them off.", "success")
            return redirect(url_for(".show", batch_id=batch.id), 303)
    with transaction():
        chosen = read_chosen(form.request_ids(), form.paper)
    return render_template(
        "packets/staff/batches/new.html",
        form=form,
        chosen=chosen,
        languages=LANGUAGES,
        check_postage=postage_is_old(),
    )


@bp.get("/<int:batch_id>")
@staff_required("packets:read")
def show(batch_id: int) -> str:
    """A batch: its papers, its envelopes by group, and what comes next."""
    return _page(batch_id, TickForm(), AgainForm())


@bp.post("/<int:batch_id>/tick")
@staff_required("packets:work")
def tick_off(batch_id: int) -> str | AnyResponse:
    """One envelope is packed, as typed or scanned."""
    form = TickForm()
    if form.validate_on_submit():
        with attempt(form):
            flash(tick(batch_id, form.typed.data or ""), "success")
            return redirect(url_for(".show", batch_id=batch_id), 303)
    return _page(batch_id, form, AgainForm(formdata=None))


@bp.post("/<int:batch_id>/pieces")
@staff_required("packets:work")
def pieces(batch_id: int) -> AnyResponse:
    """The ticked envelopes are packed, or not after all, or pulled out."""
    wanted, what = request.form.getlist("piece", type=int), request.form.get("do", "")
    if what not in WITH_PIECES:
        abort(404)
    return _done(batch_id, lambda: do_with(batch_id, wanted, what))


@bp.post("/<int:batch_id>/<any('packed', 'posted'):ending>")
@staff_required("packets:work")
def end(batch_id: int, ending: str) -> AnyResponse:
    """Everything is packed, or in the post."""
    return _done(batch_id, lambda: end_with(batch_id, ending))


@bp.post("/<int:batch_id>/undo")
@staff_required("packets:work")
def undo(batch_id: int) -> AnyResponse:
    """A step back, and why."""
    form = UndoForm()
    if not form.validate_on_submit():
        abort(400)
    return _done(batch_id, lambda: take_back(batch_id, form.reason.data))


@bp.post("/<int:batch_id>/again")
@staff_required("packets:work")
def again(batch_id: int) -> str | AnyResponse:
    """After a jam: sheets or single labels once more."""
    form = AgainForm()
    if form.validate_on_submit():
        with attempt(form):
            reprint(batch_id=batch_id, **form.facts())
            flash("The labels are ready to be printed again, under “After a jam”.", "success")
            return redirect(url_for(".show", batch_id=batch_id, _anchor="jam"), 303)
    return _page(batch_id, TickForm(formdata=None), form)


@bp.get("/<int:batch_id>/<any('labels', 'slips', 'pick-list'):paper>.pdf")
@staff_required("packets:work")
def pdf(batch_id: int, paper: str) -> AnyResponse:
    """The labels, the packing slips or the pick list, in one order."""
    return _pdf(f"{paper}-{batch_id}", batch_id, lambda: PAPERS[paper](batch_id))


@bp.get("/<int:batch_id>/again/<int:reprint_id>.pdf")
@staff_required("packets:work")
def again_pdf(batch_id: int, reprint_id: int) -> AnyResponse:
    """The labels that are printed once more."""
    return _pdf(f"labels-{batch_id}-again-{reprint_id}", batch_id, lambda: reprint_pdf(batch_id, reprint_id))


def _page(batch_id: int, ticking: TickForm, jam: AgainForm) -> str:
    with transaction():
        sheet = read_batch(batch_id)
    return render_template(
        "packets/staff/batches/show.html",
        sheet=sheet,
        batch=sheet.batch,
        ticking=ticking,
        jam=jam,
        undoing=UndoForm(formdata=None),
        return_reasons=RETURN_REASONS,
        undo_reasons=UNDO_REASONS,
    )


def _done(batch_id: int, act: Callable[[], str]) -> AnyResponse:
    form = Form()
    with attempt(form):
        flash(act(), "success")
    for refused in form.form_errors:
        flash(refused, "error")
    return redirect(url_for(".show", batch_id=batch_id), 303)


def _pdf(name: str, batch_id: int, draw: Callable[[], bytes]) -> AnyResponse:
    try:
        with transaction():
            content = draw()
    except Refused as refusal:
        flash(refusal.sentence, "error")
        return redirect(url_for(".show", batch_id=batch_id), 303)
    disposition = f'inline; filename="{name}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})
