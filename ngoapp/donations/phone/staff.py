"""A gift by phone, for staff: four questions, and then watching how the caller gets on."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found
from ngoapp.donations.campaigns.queries import campaigns_for_entry
from ngoapp.donations.links import seal
from ngoapp.donations.phone.forms import CallForm, MailAgainForm
from ngoapp.donations.phone.models import PhonePage
from ngoapp.donations.phone.operations import begin_by_phone, call_off, mail_again
from ngoapp.donations.phone.queries import phone_pages
from ngoapp.donations.queries import open_funds
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.forms import attempt

bp = Blueprint("phone_staff", __name__, url_prefix="/staff/gifts/phone")


@bp.route("/", methods=["GET", "POST"])
@staff_required("gifts:write")
def index() -> ResponseReturnValue:
    """The questions, and what was sent before."""
    form = CallForm(currency=our_organisation().currency, funds=open_funds(), campaigns=campaigns_for_entry())
    if form.validate_on_submit():
        with attempt(form):
            page = begin_by_phone(form.pledge())
            seal(page.donation)
            return redirect(url_for(".show", page_id=page.id), 303)
    pages = phone_pages(request.args.get("page", 1, type=int))
    return render_template("donations/staff/phone/index.html", form=form, page=pages)


@bp.route("/<int:page_id>", methods=["GET", "POST"])
@staff_required("gifts:write")
def show(page_id: int) -> ResponseReturnValue:
    """How the caller gets on; sends the mail again, to a corrected address."""
    page = found(PhonePage, page_id)
    form = MailAgainForm(email=page.donation.email)
    if form.validate_on_submit():
        with attempt(form):
            mail_again(page_id, email=form.email.data or "")
            flash("The mail is on its way again.", "success")
            return redirect(url_for(".show", page_id=page_id), 303)
    return render_template("donations/staff/phone/show.html", form=form, phone=page)


@bp.post("/<int:page_id>/call-off")
@staff_required("gifts:write")
def end(page_id: int) -> ResponseReturnValue:
    """The caller has thought again."""
    form = MailAgainForm()
    with attempt(form):
        call_off(page_id)
        flash("Called off. The page in the caller’s mail takes no money any more.", "success")
    for sentence in form.form_errors:
        flash(sentence, "error")
    return redirect(url_for(".show", page_id=page_id), 303)
