"""What a donor changes or takes along, on a device that has just opened a link."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from ngoapp.donations.advised.queries import gift_named_for
from ngoapp.donations.naming import CONSENT
from ngoapp.people.naming import WORDING
from ngoapp.site.door import Donor, donor_required, fresh_link_required
from ngoapp.site.export import as_json, everything_about
from ngoapp.site.forms import AddressForm, MailForm, StandingForm, ThanksForm
from ngoapp.site.giving import given
from ngoapp.web.forms import attempt
from ngoapp.web.headers import personal_page

bp = Blueprint("giving_fresh", __name__, url_prefix="/giving")
bp.before_request(personal_page)


@bp.route("/people/<int:person_id>/address", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def address(donor: Donor, person_id: int) -> ResponseReturnValue:
    """Correct where one of them lives."""
    person = donor.person(person_id)
    form = AddressForm.of(person)
    if form.validate_on_submit():
        with attempt(form):
            form.save(person_id)
            flash("Thank you. Mail goes to this address from now on.", "success")
            return redirect(url_for("giving_donor.show"), 303)
    return render_template("site/donor/address.html", form=form, person=person)


@bp.route("/gifts/<int:gift_id>/thanks", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def thanks(donor: Donor, gift_id: int) -> ResponseReturnValue:
    """Choose how one of their gifts is thanked."""
    its = given([gift_named_for(donor.ids, gift_id)])[0]
    form = ThanksForm.of(its)
    if form.validate_on_submit():
        with attempt(form):
            form.save(gift_id)
            flash("Done. That is how we thank you for this gift.", "success")
            return redirect(url_for("giving_donor.show", year=its.gift.gift_on.year), 303)
    return render_template("site/donor/thanks.html", form=form, given=its, consent=CONSENT)


@bp.route("/people/<int:person_id>/mail", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def mail(donor: Donor, person_id: int) -> ResponseReturnValue:
    """Choose what one of them has from us by mail."""
    person = donor.person(person_id)
    form = MailForm.of(person)
    if form.validate_on_submit():
        with attempt(form):
            form.save(person_id)
            flash("Saved. Receipts come all the same.", "success")
            return redirect(url_for("giving_donor.show"), 303)
    return render_template("site/donor/mail.html", form=form, person=person)


@bp.route("/people/<int:person_id>/thanks", methods=["GET", "POST"])
@donor_required
@fresh_link_required
def standing(donor: Donor, person_id: int) -> ResponseReturnValue:
    """Choose how one of them is thanked from now on."""
    person = donor.person(person_id)
    form = StandingForm.of(person)
    if form.validate_on_submit():
        with attempt(form):
            form.save(person_id)
            flash("Done. That is how we thank you from now on.", "success")
            return redirect(url_for("giving_donor.show"), 303)
    return render_template("site/donor/standing.html", form=form, person=person, consent=WORDING)


@bp.get("/everything")
@donor_required
@fresh_link_required
def everything(donor: Donor) -> ResponseReturnValue:
    """All that we hold about them, to read."""
    told = everything_about(donor.people, donor.device.mailbox)
    return render_template("site/donor/everything.html", told=told)


@bp.get("/everything.json")
@donor_required
@fresh_link_required
def everything_file(donor: Donor) -> ResponseReturnValue:
    """The same, to take along."""
    told = as_json(everything_about(donor.people, donor.device.mailbox)).encode()
    return send_file(
        BytesIO(told), mimetype="application/json", as_attachment=True, download_name="everything.json"
    )
