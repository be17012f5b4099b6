"""Beside the telephone: whom to call back, a call while it goes on, notes for the next shift."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.packets.calls import operations, queries, shifts
from ngoapp.packets.calls.digests import digests_of
from ngoapp.packets.calls.forms import CallForm, NoteForm, TakeOffForm
from ngoapp.packets.calls.models import Call
from ngoapp.packets.calls.taking_off import take_off
from ngoapp.packets.calls.wording import ABOUT, KINDS, SAFE
from ngoapp.people.countries import countries
from ngoapp.web.forms import Form, attempt
from ngoapp.web.headers import personal_page

bp = Blueprint("packet_calls", __name__, url_prefix="/staff/packets/calls")
WORDS = {"about": ABOUT, "kinds": KINDS, "safe": SAFE}
STEPS: dict[str, tuple[Callable[[int], Call], str]] = {
    "claim": (operations.claim, "You have this one."),
    "release": (operations.release, "Back on the list."),
    "no-answer": (operations.try_again, "Noted. It is back on the list."),
    "reached": (lambda call_id: operations.end_call(call_id, "reached"), "Done."),
    "message": (lambda call_id: operations.end_call(call_id, "message_left"), "Done."),
    "give-up": (lambda call_id: operations.end_call(call_id, "given_up"), "Closed."),
    "reopen": (operations.reopen, "It is open again, and yours."),
}


@bp.get("/")
@staff_required("packets:work")
def index() -> str:
    """Notes of the last shift, then whom to call back, then what is done."""
    personal_page()
    with transaction():
        call_backs, done = queries.read_call_backs(), queries.read_done()
    return render_template(
        "packets/staff/calls/index.html",
        call_backs=call_backs,
        done=done,
        notes=shifts.unread_notes(),
        form=NoteForm(),
        **WORDS,
    )


@bp.route("/new", methods=["GET", "POST"])
@staff_required("packets:work")
def new() -> str | Response:
    """Take a call down, with what to say beside it."""
    form = CallForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.take_down(**form.facts())
            flash("The call is noted.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/calls/new.html", form=form, scripts=shifts.scripts())


@bp.get("/<int:call_id>")
@staff_required("packets:work")
def show(call_id: int) -> str:
    """One call, and what can be done about it."""
    personal_page()
    with transaction():
        call = queries.read_call(call_id)
    return render_template("packets/staff/calls/show.html", call=call, scripts=shifts.scripts(), **WORDS)


@bp.post("/<int:call_id>/<step>")
@staff_required("packets:work")
def step(call_id: int, step: str) -> Response:
    """Have it, give it back, or say how calling back went."""
    if step not in STEPS:
        abort(404)
    act, done = STEPS[step]
    form = Form()
    with attempt(form):
        act(call_id)
        flash(done, "success")
    for sentence in form.form_errors:
        flash(sentence, "error")
    stays = step in {"claim", "message", "reopen"}
    return redirect(url_for(".show", call_id=call_id) if stays else url_for(".index"), 303)


@bp.route("/notes", methods=["GET", "POST"])
@staff_required("packets:work")
def note() -> str | Response:
    """Leave a note for the next shift."""
    form = NoteForm()
    if form.validate_on_submit():
        with attempt(form):
            shifts.write_note(**form.values())
            flash("Whoever comes next sees it first.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/calls/note.html", form=form)


@bp.post("/notes/<int:note_id>/read")
@staff_required("packets:work")
def read(note_id: int) -> Response:
    """The note has been read."""
    if Form().validate_on_submit():
        with transaction():
            shifts.read_note(note_id)
    return redirect(url_for(".index"), 303)


@bp.route("/off", methods=["GET", "POST"])
@staff_required("packets:work")
def off() -> str | Response:
    """Take somebody off everything, in one step."""
    form = TakeOffForm(dict(countries()))
    if form.validate_on_submit():
        with attempt(form):
            keys = form.keys()
            flash(take_off(keys, digests_of(keys)).sentence, "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/calls/off.html", form=form)
