"""Recalls, for staff: withdraw an edition, see who holds it, tell each of them once."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.packets.kits.holders import read_recall, recalls
from ngoapp.packets.kits.models import Edition, Recall
from ngoapp.packets.kits.recall_forms import LetterForm, PostedForm, WithdrawForm
from ngoapp.packets.kits.recall_letters import print_letters
from ngoapp.packets.kits.recalls import (
    call_off,
    end_recall,
    mark_posted,
    queue_corrections,
    reopen_recall,
    stop_corrections,
    withdraw,
    write_letter,
)
from ngoapp.packets.wording import LANGUAGES
from ngoapp.web.forms import Form, attempt

bp = Blueprint("packet_recalls", __name__, url_prefix="/staff/packets/recalls")
STEPS: dict[str, tuple[Callable[[int], object], str]] = {
    "queue": (queue_corrections, "Queued. Mails leave in a quarter of an hour; letters wait to be printed."),
    "stop": (stop_corrections, "Stopped. What has not left does not leave."),
    "call-off": (call_off, "Called off. The edition goes out again, and its copies are back on the shelf."),
    "end": (end_recall, "Done. It stays in this list."),
    "reopen": (reopen_recall, "Open again."),
}


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """Every recall."""
    return render_template("packets/staff/kits/recalls.html", recalls=recalls(), languages=LANGUAGES)


@bp.route("/new/<int:edition_id>", methods=["GET", "POST"])
@staff_required("packets:manage")
def new(edition_id: int) -> str | AnyResponse:
    """Withdraw an edition."""
    edition = found(Edition, edition_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        with attempt(form):
            recall = withdraw(edition_id=edition_id, **form.values())
            flash("Withdrawn: it goes out no more. Now see who holds it.", "success")
            return redirect(url_for(".show", recall_id=recall.id), 303)
    return render_template(
        "packets/staff/kits/withdraw.html", form=form, edition=edition, languages=LANGUAGES
    )


@bp.route("/<int:recall_id>", methods=["GET", "POST"])
@staff_required("packets:manage")
def show(recall_id: int) -> str | AnyResponse:
    """A recall: who holds the edition, what they are told, how far we are."""
    recall = found(Recall, recall_id)
    form = LetterForm(letter=recall.letter)
    if form.validate_on_submit():
        with attempt(form):
            write_letter(recall_id, form.letter.data or "")
            flash("Your words are kept. Nothing has left yet.", "success")
            return redirect(url_for(".show", recall_id=recall_id), 303)
    with transaction():
        sheet = read_recall(found(Recall, recall_id))
    return render_template("packets/staff/kits/recall.html", form=form, sheet=sheet, languages=LANGUAGES)


@bp.get("/<int:recall_id>/letters.pdf")
@staff_required("packets:manage")
def letters(recall_id: int) -> Response:
    """The letters that are to be posted."""
    with transaction():
        content = print_letters(recall_id)
    disposition = f'inline; filename="letters-{recall_id}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})


@bp.post("/<int:recall_id>/posted")
@staff_required("packets:manage")
def posted(recall_id: int) -> AnyResponse:
    """The printed letters are in the post."""
    form = PostedForm()
    if form.validate_on_submit():
        with attempt(form):
            count = mark_posted(recall_id, up_to=form.up_to.data or 0)
            flash(f"{count} letters are marked as posted.", "success")
    return redirect(url_for(".show", recall_id=recall_id), 303)


@bp.post("/<int:recall_id>/<step>")
@staff_required("packets:manage")
def take(recall_id: int, step: str) -> AnyResponse:
    """Queue the corrections, stop them, call it off, end it, or open it again."""
    if step not in STEPS:
        abort(404)
    operation, sentence = STEPS[step]
    form = Form()
    with attempt(form):
        operation(recall_id)
        flash(sentence, "success")
    for refused in form.form_errors:
        flash(refused, "error")
    return redirect(url_for(".show", recall_id=recall_id), 303)
