"""Matches and employers, for staff."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found
from ngoapp.donations.matching.employers import add_employer, change_employer, employers
from ngoapp.donations.matching.forms import EmployerForm, MatchForm, ReceivedForm
from ngoapp.donations.matching.models import Employer, MatchingGift
from ngoapp.donations.matching.queries import gifts_of_employer, matches_page
from ngoapp.web.forms import attempt

bp = Blueprint("matching_staff", __name__, url_prefix="/staff/gifts")


@bp.get("/matching/")
@staff_required("donations:read")
def index() -> ResponseReturnValue:
    asked = request.args
    page = matches_page(
        show=asked.get("show", ""), text=asked.get("q", ""), number=asked.get("page", 1, type=int)
    )
    return render_template("donations/staff/matching/index.html", page=page, asked=asked)


@bp.route("/matching/<int:match_id>", methods=["GET", "POST"])
@staff_required("gifts:write")
def show(match_id: int) -> ResponseReturnValue:
    match = found(MatchingGift, match_id)
    form = MatchForm.of(match)
    if form.validate_on_submit():
        with attempt(form):
            form.save(match_id)
            flash("Saved.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("donations/staff/matching/show.html", match=match, form=form)


@bp.route("/matching/<int:match_id>/received", methods=["GET", "POST"])
@staff_required("gifts:write")
def received(match_id: int) -> ResponseReturnValue:
    match = found(MatchingGift, match_id)
    form = ReceivedForm(match=match, gifts=gifts_of_employer(match.employer))
    if form.validate_on_submit():
        with attempt(form):
            gift = form.record()
            flash("The employer’s gift is recorded, and the donor has the credit for it.", "success")
            return redirect(url_for("gifts_staff.show", gift_id=gift.id), 303)
    return render_template("donations/staff/matching/received.html", match=match, form=form)


@bp.get("/employers/")
@staff_required("donations:read")
def directory() -> ResponseReturnValue:
    return render_template("donations/staff/matching/employers.html", employers=employers())


@bp.route("/employers/new", methods=["GET", "POST"])
@staff_required("gifts:write")
def new_employer() -> ResponseReturnValue:
    form = EmployerForm(name=request.args.get("name", ""))
    if form.validate_on_submit():
        with attempt(form):
            flash(f"{add_employer(form.facts()).name} is written down.", "success")
            return redirect(url_for(".directory"), 303)
    return render_template("donations/staff/matching/employer.html", form=form)


@bp.route("/employers/<int:employer_id>", methods=["GET", "POST"])
@staff_required("gifts:write")
def employer(employer_id: int) -> ResponseReturnValue:
    known = found(Employer, employer_id)
    form = EmployerForm(obj=known, matching=known.matches)
    if form.validate_on_submit():
        with attempt(form):
            change_employer(employer_id, form.facts())
            flash("Saved.", "success")
            return redirect(url_for(".directory"), 303)
    return render_template("donations/staff/matching/employer.html", form=form, employer=known)
