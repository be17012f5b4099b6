"""A donor's household, for staff: who belongs to it, its four names, joining and leaving."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.people.households.forms import NamesForm
from ngoapp.people.households.operations import join, leave, rename
from ngoapp.people.households.queries import likely_housemates, members_of
from ngoapp.people.models import Person
from ngoapp.web.forms import Form, attempt

bp = Blueprint("households_staff", __name__, url_prefix="/staff/donors/<int:person_id>/household")


@bp.route("", methods=["GET", "POST"])
@staff_required("people:write")
def show(person_id: int) -> ResponseReturnValue:
    person = found(Person, person_id)
    form = NamesForm.of(person.household)
    if person.household_id and form.validate_on_submit():
        with attempt(form):
            rename(person.household_id, form.names())
            flash("Saved. Receipts that were issued stay as they are.", "success")
            return redirect(url_for("donors_staff.show", person_id=person_id), 303)
    return _page(person, form)


@bp.post("/join")
@staff_required("people:write")
def take_in(person_id: int) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with attempt(form):
            join(person_id, request.form.get("other", 0, type=int))
            flash("They give together now. Look at the four names once, please.", "success")
            return redirect(url_for(".show", person_id=person_id), 303)
    person = found(Person, person_id)
    return _page(person, NamesForm.of(person.household), refused=form)


@bp.post("/leave")
@staff_required("people:write")
def let_out(person_id: int) -> ResponseReturnValue:
    with transaction():
        leave(person_id)
    flash("They no longer give together. Receipts that were issued stay as they are.", "success")
    return redirect(url_for("donors_staff.show", person_id=person_id), 303)


def _page(person: Person, form: NamesForm, *, refused: Form | None = None) -> str:
    text = request.args.get("q", "")
    return render_template(
        "people/staff/household.html",
        person=person,
        form=form,
        refused=refused,
        members=members_of(person.household_id) if person.household_id else (),
        text=text,
        likely=likely_housemates(person, text),
    )
