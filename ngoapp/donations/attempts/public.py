"""Going on with a gift by a mailed link, for everybody; and the page that comes between form and payment at times."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.errors import Refused
from ngoapp.donations.attempts.door import Held, address_by_link
from ngoapp.donations.attempts.knocks import knock_by_link
from ngoapp.donations.attempts.links import CONTINUE, SENT, mailed_donation
from ngoapp.donations.attempts.sight import ASKED
from ngoapp.donations.pledges import Pledge
from ngoapp.web.errors import typed_fields
from ngoapp.web.forms import Form
from ngoapp.web.headers import personal_page
from ngoapp.web.proof import challenge

bp = Blueprint("attempts", __name__)
OF_THIS_PAGE = ("way", "proof", "action_key")


def step_page(held: Held) -> ResponseReturnValue:
    """What the donor meets instead of the payment page: a sum that the browser does, or other ways to go on."""
    personal_page()
    asked = held.verdict == ASKED
    page = render_template(
        "donations/public/step.html",
        asked=asked,
        sends=asked and not request.form.get("proof"),  # a sum that did not fit is not done over and over
        pledge=held.pledge,
        fields=_kept_fields(held.pledge),
        challenge=challenge(held.pledge.key),
    )
    return page, HTTPStatus.OK if asked else HTTPStatus.TOO_MANY_REQUESTS


@bp.get(SENT)
def sent() -> str:
    return render_template("donations/public/link_sent.html")


@bp.route(f"{CONTINUE}<token>", methods=["GET", "POST"])
def go_on(token: str) -> ResponseReturnValue:
    personal_page()
    donation = mailed_donation(token)
    if donation.state in {"paid", "processing"}:
        return redirect(url_for("donations.thanks", token=token), 303)
    form = Form()
    if form.validate_on_submit():
        try:
            return redirect(address_by_link(donation, knock_by_link(donation)), 303)
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("donations/public/continue.html", form=form, donation=donation, token=token)


def _kept_fields(pledge: Pledge) -> list[tuple[str, str]]:
    """Everything that was typed, under the key of this form."""
    typed = [(name, value) for name, value in typed_fields() if name not in OF_THIS_PAGE]
    return [("action_key", pledge.action_key), *typed]
