"""The second of two donors, for staff: what they said, as they told us."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.acknowledgments.together.forms import ToldForm
from ngoapp.acknowledgments.together.operations import answer
from ngoapp.core.db import found, transaction
from ngoapp.donations.together.models import SecondDonor
from ngoapp.donations.together.operations import part
from ngoapp.donations.together.queries import gifts_with
from ngoapp.web.forms import attempt

bp = Blueprint("together_staff", __name__, url_prefix="/staff/thanks/together")


@bp.route("/<int:second_id>", methods=["GET", "POST"])
@staff_required("acknowledgments:review")
def show(second_id: int) -> ResponseReturnValue:
    """What they said, and a form for what they told us."""
    second = found(SecondDonor, second_id)
    form = ToldForm.of(second)
    if form.validate_on_submit():
        with attempt(form):
            answer(second_id, form.given())
            flash("Kept. A name that changed waits to be read once more.", "success")
            return redirect(url_for("acknowledgments_staff.index"), 303)
    return render_template(
        "acknowledgments/staff/together.html", form=form, second=second, gifts=gifts_with(second)
    )


@bp.post("/<int:second_id>/part")
@staff_required("acknowledgments:review")
def part_ways(second_id: int) -> ResponseReturnValue:
    """They no longer give together."""
    with transaction():
        part(second_id)
    flash("Later gifts are the first donor’s alone.", "success")
    return redirect(url_for(".show", second_id=second_id), 303)
