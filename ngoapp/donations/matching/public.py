"""A match, for the donor who has its link: what the employer needs, and a word on how it went."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.errors import NotThere
from ngoapp.donations.matching.links import MATCH, match_behind
from ngoapp.donations.matching.operations import donor_says
from ngoapp.web.forms import Form, attempt
from ngoapp.web.headers import personal_page

bp = Blueprint("matching", __name__, url_prefix=MATCH.rstrip("/"))
SAID = {
    "asked": "Thank you! We look out for your employer’s gift now, and remind you no more.",
    "declined": "Thank you for telling us. Your own gift helps all the same.",
    "off": "We do not remind you. The page stays here, should you like to come back.",
}


@bp.route("/<token>", methods=["GET", "POST"])
def show(token: str) -> ResponseReturnValue:
    """What the employer needs; the buttons tell us how it went."""
    personal_page()
    match, form = match_behind(token), Form()
    said = request.form.get("said", "")
    if form.validate_on_submit() and said in SAID:
        with attempt(form):
            donor_says(match.id, said)
            flash(SAID[said], "success")
            return redirect(url_for(".show", token=token), 303)
    if match.gift is None:
        raise NotThere
    return render_template("donations/public/match.html", match=match, gift=match.gift, form=form)
