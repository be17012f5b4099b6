"""The caller's page: what they are about to give, how to thank them, and on to the payment."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.errors import NotThere, Refused
from ngoapp.donations.links import donation_behind
from ngoapp.donations.models import Donation
from ngoapp.donations.naming import CONSENT
from ngoapp.donations.phone.forms import PayForm
from ngoapp.donations.phone.jobs import PAY
from ngoapp.donations.phone.models import PhonePage
from ngoapp.donations.phone.paying import phone_address
from ngoapp.donations.phone.queries import page_of_donation
from ngoapp.donations.together.queries import second_on
from ngoapp.donations.tributes.wishes import tribute_given
from ngoapp.web.headers import personal_page

bp = Blueprint("phone", __name__)


@bp.route(f"{PAY}<token>", methods=["GET", "POST"])
def pay(token: str) -> ResponseReturnValue:
    """One press from the mail to the payment."""
    personal_page()
    donation, page = _behind(token)
    if page.state in {"paid", "processing"}:
        return redirect(url_for("donations.thanks", token=token), 303)
    form = PayForm(recognition_name=donation.recognition_name)
    if form.validate_on_submit():
        try:
            naming = form.naming(donor_name=donation.donor_name)
            return redirect(phone_address(page.id, naming), 303)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template(
        "donations/public/pay.html",
        form=form,
        donation=donation,
        phone=page,
        second=second_on(donation),
        tribute=tribute_given(donation.id),
        token=token,
        consent=CONSENT,
    )


def _behind(token: str) -> tuple[Donation, PhonePage]:
    donation = donation_behind(token)
    page = page_of_donation(donation)
    if page is None:
        raise NotThere
    return donation, page
