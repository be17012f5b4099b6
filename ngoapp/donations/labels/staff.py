"""Labels for donors: choose them, look over who gets one and who does not, print."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.donations.labels.forms import ChoiceForm
from ngoapp.donations.labels.operations import labels_for, print_for_donors
from ngoapp.mailings.runs.forms import PlaceForm
from ngoapp.web.forms import attempt

bp = Blueprint("donor_labels", __name__, url_prefix="/staff/mailroom/donors")


@bp.route("/", methods=["GET", "POST"])
@staff_required("mailroom:donors")
def index() -> ResponseReturnValue:
    """Choose donors, see the labels, print them."""
    asked = ChoiceForm(request.args)
    form = PlaceForm(asked.sheets)
    is_whole = asked.is_asked and asked.validate()
    if is_whole and form.validate_on_submit():
        with attempt(form):
            run = print_for_donors(asked.choice(), asked.wanted(), words=asked.in_words(), **form.facts())
            flash("The labels are ready. Print them at 100 %, not “fit to page”.", "success")
            return redirect(url_for("print_runs.show", run_id=run.id), 303)
    found = labels_for(asked.choice(), asked.wanted(), asked.sheets) if is_whole else None
    return render_template("donations/staff/labels/index.html", asked=asked, form=form, found=found)
