"""The organisation's profile: kept by staff, and asked for once when a new installation starts."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.accounts.operations import add_staff
from ngoapp.accounts.permissions import ADMINISTRATOR
from ngoapp.desk.first_run import SetUpForm, check_code
from ngoapp.desk.organisation_form import LooksForm, ProfileForm
from ngoapp.donations.funds.operations import add_fund
from ngoapp.organisation.operations import set_logo, set_up_organisation, update_organisation
from ngoapp.organisation.queries import find_organisation, our_organisation
from ngoapp.web.forms import attempt
from ngoapp.web.headers import personal_page

bp = Blueprint("organisation", __name__)
FIRST_FUND = "Where it is needed most"  # donors need something to give to from the first day


@bp.route("/staff/settings/", methods=["GET", "POST"])
@staff_required("organisation:write")
def profile() -> str | Response:
    """Names, addresses, rules."""
    form = ProfileForm(obj=our_organisation())
    if form.validate_on_submit():
        with attempt(form):
            update_organisation(our_organisation(), **form.values())
            flash("The profile is saved. Receipts that were issued before stay as they are.", "success")
            return redirect(url_for(".profile"), 303)
    return render_template("desk/staff/profile.html", form=form)


@bp.route("/staff/settings/looks", methods=["GET", "POST"])
@staff_required("organisation:write")
def looks() -> str | Response:
    """Logo and colours."""
    form = LooksForm(obj=our_organisation())
    if form.validate_on_submit():
        with attempt(form):
            update_organisation(our_organisation(), **form.colours())
            if form.logo.data:
                set_logo(our_organisation(), form.logo.data.read(), form.logo.data.mimetype)
            flash("Logo and colors are saved.", "success")
            return redirect(url_for(".looks"), 303)
    return render_template("desk/staff/looks.html", form=form)


@bp.route("/set-up", methods=["GET", "POST"])
def set_up() -> str | Response:
    """The first page of a new installation; gone once it has been filled in."""
    if find_organisation():
        abort(404)
    personal_page()
    form = SetUpForm()
    if form.validate_on_submit():
        with attempt(form):
            check_code(form.code.data or "", current_app.config["SECRET_KEY"])
            set_up_organisation(**form.profile())
            add_fund(name=FIRST_FUND)
            add_staff(roles=[ADMINISTRATOR], **form.administrator())
            flash("All set. Sign in with the e-mail address and password you chose.", "success")
            return redirect(url_for("security.login"), 303)
    return render_template("desk/public/set_up.html", form=form)


@bp.before_app_request
def lead_to_set_up() -> Response | None:
    """Until there is an organisation, every page leads to the set-up page."""
    if request.endpoint in NEEDS_NO_ORGANISATION or request.endpoint is None or find_organisation():
        return None
    return redirect(url_for("organisation.set_up"), 303)


NEEDS_NO_ORGANISATION = {"organisation.set_up", "static", "health.healthz", "health.readyz"}
