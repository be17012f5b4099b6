"""Volunteers, for coordinators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.volunteers import operations, queries
from ngoapp.volunteers.choices import AGE_BANDS, AVAILABILITY, INTERESTS, MOVES, STATES
from ngoapp.volunteers.forms import NoteForm
from ngoapp.volunteers.models import Volunteer
from ngoapp.web.forms import attempt

bp = Blueprint("volunteers_staff", __name__, url_prefix="/staff/volunteers")
WORDS = {"states": STATES, "interests": INTERESTS, "availability": AVAILABILITY, "age_bands": AGE_BANDS}
DONE = {
    "review": (operations.take_up, "The application is in review."),
    "approve": (operations.approve, "Approved. The welcome goes out in 15 minutes."),
    "decline": (operations.decline, "Declined. A kind mail goes out in 15 minutes."),
}


@bp.get("/")
@staff_required("volunteers:read")
def index() -> str:
    """Applications by state; new ones first of all."""
    state = request.args.get("state", "applied")
    listed = queries.volunteers(state if state in STATES else None)
    return render_template(
        "volunteers/staff/index.html",
        volunteers=listed,
        state=state,
        counts=queries.count_by_state(),
        **WORDS,
    )


@bp.get("/<int:volunteer_id>")
@staff_required("volunteers:read")
def show(volunteer_id: int) -> str:
    """One application with its notes."""
    return _page(found(Volunteer, volunteer_id), NoteForm())


@bp.post("/<int:volunteer_id>/note")
@staff_required("volunteers:work")
def note(volunteer_id: int) -> str | Response:
    """Write a note."""
    form = NoteForm()
    if form.validate_on_submit():
        with attempt(form):
            operations.add_note(volunteer_id, author=current_user, text=form.text.data or "")
            flash("The note is saved.", "success")
            return redirect(url_for(".show", volunteer_id=volunteer_id), 303)
    return _page(found(Volunteer, volunteer_id), form)


@bp.post("/<int:volunteer_id>/<any(review, approve, decline):step>")
@staff_required("volunteers:work")
def move(volunteer_id: int, step: str) -> Response:
    """Take up, approve or decline."""
    operation, words = DONE[step]
    with transaction():
        operation(volunteer_id)
    flash(words, "success")
    return redirect(url_for(".show", volunteer_id=volunteer_id), 303)


@bp.post("/<int:volunteer_id>/stop")
@staff_required("volunteers:work")
def stop(volunteer_id: int) -> Response:
    """Keep the answer's mail back."""
    with transaction():
        caught = operations.stop_answer(volunteer_id)
    flash(
        "The mail is stopped." if caught else "The mail had left already.", "success" if caught else "warning"
    )
    return redirect(url_for(".show", volunteer_id=volunteer_id), 303)


def _page(volunteer: Volunteer, form: NoteForm) -> str:
    held, moves = queries.answer_is_held(volunteer), MOVES[volunteer.state]
    return render_template(
        "volunteers/staff/show.html", volunteer=volunteer, form=form, held=held, moves=moves, **WORDS
    )
