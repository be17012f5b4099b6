"""When the office is closed: what is promised on forms and in mail follows it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.organisation.queries import our_today
from ngoapp.packets.office import queries
from ngoapp.packets.office.forms import ClosureForm
from ngoapp.packets.office.operations import close_office, open_office
from ngoapp.web.forms import Form, attempt

bp = Blueprint("packet_office", __name__, url_prefix="/staff/packets/office")


@bp.route("/", methods=["GET", "POST"])
@staff_required("packets:work")
def index() -> str | Response:
    """Holidays and closures to come, and what is promised today."""
    form = ClosureForm()
    if form.validate_on_submit():
        with attempt(form):
            close_office(**form.values())
            flash("Saved. Dates on forms and in mail follow it.", "success")
            return redirect(url_for(".index"), 303)
    return render_template(
        "packets/staff/office/index.html",
        form=form,
        closures=queries.closures(our_today()),
        promise=queries.promise(),
    )


@bp.post("/<int:closure_id>/remove")
@staff_required("packets:work")
def remove(closure_id: int) -> Response:
    """The office is open then after all."""
    if Form().validate_on_submit():
        with transaction():
            open_office(closure_id)
        flash("Taken off the list.", "success")
    return redirect(url_for(".index"), 303)
