"""Money that goes back, for staff: asked for, released, told to the donor."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.donations.models import Gift
from ngoapp.donations.returns.disputes import disputes_to_answer
from ngoapp.donations.returns.forms import REASONS, RefundForm, ReturnForm
from ngoapp.donations.returns.letters import NothingTicked, print_notes
from ngoapp.donations.returns.notes import (
    drop_note,
    held_notes,
    mark_notes_printed,
    notes_to_print,
    release_note,
)
from ngoapp.donations.returns.operations import (
    ask_refund,
    left_to_refund,
    payment_behind,
    record_return,
    refunds_to_release,
    release_refund,
    requests_of,
    withdraw_refund,
)
from ngoapp.organisation.queries import our_organisation, our_today
from ngoapp.web.downloads import pdf_download
from ngoapp.web.forms import attempt

bp = Blueprint("giving_back_staff", __name__, url_prefix="/staff/gifts")
NOTE_STEPS = {
    "release": (release_note, "Released. It leaves by e-mail now, or waits below to be printed."),
    "drop": (drop_note, "The note is not sent."),
}


@bp.get("/returns")
@staff_required("donations:read")
def index() -> ResponseReturnValue:
    """What waits: refunds for a second person, disputes for an answer, notes for a reader."""
    return render_template(
        "donations/staff/returns.html",
        refunds=refunds_to_release(),
        disputes=disputes_to_answer(),
        notes=held_notes(),
        letters=notes_to_print(),
        reasons=REASONS,
    )


@bp.route("/<int:gift_id>/refund", methods=["GET", "POST"])
@staff_required("gifts:refund")
def give_back(gift_id: int) -> ResponseReturnValue:
    """Refund an online gift, or record what went back of any other."""
    gift = found(Gift, gift_id)
    return _refund(gift) if payment_behind(gift) else _return(gift)


@bp.post("/refunds/<int:request_id>/release")
@staff_required("gifts:refund")
def release(request_id: int) -> ResponseReturnValue:
    """The second person's word."""
    with transaction():
        release_refund(request_id, by=current_user.id)
    flash("Released. The money goes back now.", "success")
    return redirect(url_for(".index"), 303)


@bp.post("/refunds/<int:request_id>/withdraw")
@staff_required("gifts:refund")
def withdraw(request_id: int) -> ResponseReturnValue:
    """Nothing goes back after all."""
    with transaction():
        withdraw_refund(request_id)
    flash("Withdrawn. Nothing goes back.", "success")
    return redirect(url_for(".index"), 303)


@bp.post("/notes/<int:note_id>/<any(release, drop):step>")
@staff_required("gifts:refund")
def decide(note_id: int, step: str) -> ResponseReturnValue:
    """Send a note, or do not."""
    operation, words = NOTE_STEPS[step]
    with transaction():
        operation(note_id)
    flash(words, "success")
    return redirect(url_for(".index"), 303)


@bp.post("/notes/letters.pdf")
@staff_required("gifts:refund")
def print_letters() -> ResponseReturnValue:
    """The ticked notes as one PDF; they stay on the pile until they are marked."""
    chosen = [note for note in notes_to_print() if note.id in _ticked()]
    try:
        return pdf_download(print_notes(chosen), "notes-to-donors")
    except NothingTicked as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for(".index"), 303)


@bp.post("/notes/printed")
@staff_required("gifts:refund")
def printed() -> ResponseReturnValue:
    """The ticked notes are on paper and leave the pile."""
    with transaction():
        marked = mark_notes_printed(_ticked())
    sentence = "One note is marked as printed." if marked == 1 else f"{marked} notes are marked as printed."
    flash(*((sentence, "success") if marked else ("Tick the notes first.", "warning")))
    return redirect(url_for(".index"), 303)


def _ticked() -> list[int]:
    return request.form.getlist("note_id", type=int)


def _refund(gift: Gift) -> ResponseReturnValue:
    form = RefundForm(left=left_to_refund(gift))
    if form.validate_on_submit():
        with attempt(form):
            request = ask_refund(gift_id=gift.id, asked_by_id=current_user.id, **form.values())
            flash(
                "Somebody else has to release this refund."
                if request.state == "waiting"
                else "The money is on its way back.",
                "success",
            )
            return redirect(_page_of(gift), 303)
    return render_template(
        "donations/staff/refund.html",
        gift=gift,
        form=form,
        requests=requests_of(gift.id),
        limit=our_organisation().refund_limit,
    )


def _return(gift: Gift) -> ResponseReturnValue:
    form = ReturnForm(left=left_to_refund(gift), moved_on=our_today())
    if form.validate_on_submit():
        with attempt(form):
            record_return(gift_id=gift.id, **form.values())
            flash("Recorded. The receipt follows by itself.", "success")
            return redirect(_page_of(gift), 303)
    return render_template("donations/staff/return.html", gift=gift, form=form)


def _page_of(gift: Gift) -> str:
    return url_for("gifts_staff.show", gift_id=gift.id)
