"""Volunteering, for everybody."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ngoapp.volunteers.forms import VolunteerForm
from ngoapp.volunteers.operations import apply_to_volunteer
from ngoapp.web.forms import attempt
from ngoapp.web.pace import not_too_often

bp = Blueprint("volunteers", __name__, url_prefix="/volunteer")


@bp.route("", methods=["GET", "POST"])
def form() -> str | Response:
    """Offer to help."""
    filled = VolunteerForm()
    if filled.validate_on_submit():
        with attempt(filled):
            not_too_often("volunteer")
            apply_to_volunteer(**filled.application())
            return redirect(url_for(".thanks"), 303)
    return render_template("volunteers/public/form.html", form=filled)


@bp.get("/thanks")
def thanks() -> str:
    """The form arrived; what happens next."""
    return render_template("volunteers/public/thanks.html")
