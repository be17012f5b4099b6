"""Two donors of one gift, for staff: make a household of them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found
from ngoapp.donations.models import Gift
from ngoapp.donations.together.operations import make_household_of
from ngoapp.donations.together.queries import second_of
from ngoapp.web.forms import Form, attempt

bp = Blueprint("giving_together_staff", __name__, url_prefix="/staff/gifts")


@bp.route("/<int:gift_id>/household", methods=["GET", "POST"])
@staff_required("people:write")
def household(gift_id: int) -> ResponseReturnValue:
    """What it means that they are one, and the button."""
    gift, form = found(Gift, gift_id), Form()
    if form.validate_on_submit():
        with attempt(form):
            make_household_of(gift_id)
            flash("They are a household now. Look at the four names once, please.", "success")
            return redirect(url_for("households_staff.show", person_id=gift.donor_id), 303)
    return render_template("donations/staff/household.html", form=form, gift=gift, second=second_of(gift))
