"""Donors, for staff: find one, and correct what has changed. Their record is shown by the desk."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.people.bounced import email_works, people_bounced
from ngoapp.people.models import Person
from ngoapp.people.person_form import PersonForm
from ngoapp.people.queries import people_page
from ngoapp.people.returned import letters_arrive, note_letter_returned
from ngoapp.web.forms import attempt

bp = Blueprint("people_staff", __name__, url_prefix="/staff/donors")


@bp.get("/")
@staff_required("people:read")
def index() -> ResponseReturnValue:
    text = request.args.get("q", "")
    page = people_page(text, number=request.args.get("page", 1, type=int))
    return render_template("people/staff/index.html", page=page, text=text)


@bp.route("/<int:person_id>/edit", methods=["GET", "POST"])
@staff_required("people:write")
def edit(person_id: int) -> ResponseReturnValue:
    person = found(Person, person_id)
    form = PersonForm.of(person)
    if form.validate_on_submit():
        with attempt(form):
            form.save(person_id)
            flash("Saved. Receipts that were issued stay as they are.", "success")
            return redirect(url_for("donors_staff.show", person_id=person_id), 303)
    return render_template("people/staff/edit.html", form=form, person=person)


@bp.get("/came-back")
@staff_required("people:read")
def came_back() -> ResponseReturnValue:
    return render_template("people/staff/came_back.html", people=people_bounced())


@bp.post("/<int:person_id>/letter-returned")
@staff_required("people:write")
def returned(person_id: int) -> ResponseReturnValue:
    with transaction():
        note_letter_returned(person_id)
    flash("Noted. They get no label until there is another address.", "success")
    return redirect(url_for("donors_staff.show", person_id=person_id), 303)


@bp.post("/<int:person_id>/letters-arrive")
@staff_required("people:write")
def arrive(person_id: int) -> ResponseReturnValue:
    with transaction():
        letters_arrive(person_id)
    flash("Noted. Letters go there again.", "success")
    return redirect(url_for("donors_staff.show", person_id=person_id), 303)


@bp.post("/<int:person_id>/email-works")
@staff_required("people:write")
def works(person_id: int) -> ResponseReturnValue:
    with transaction():
        email_works(person_id)
    flash("Noted. Mail goes there again.", "success")
    return redirect(url_for("donors_staff.show", person_id=person_id), 303)
