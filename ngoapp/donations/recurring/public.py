"""For a donor whose card failed, behind the link in the mail: on to Stripe's page, where it is mended."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.core.errors import Refused
from ngoapp.donations.recurring.card import card_address
from ngoapp.donations.recurring.links import CARD, plan_behind
from ngoapp.donations.recurring.rhythms import EVERY
from ngoapp.web.headers import personal_page

bp = Blueprint("recurring", __name__, url_prefix=CARD.rstrip("/"))
bp.before_request(personal_page)


@bp.get("/<token>")
def show(token: str) -> str:
    """What is the matter, and a button; a mail program that looks at the link asks Stripe for nothing."""
    return render_template("donations/public/card.html", plan=plan_behind(token), token=token, every=EVERY)


@bp.post("/<token>")
def mend(token: str) -> ResponseReturnValue:
    """On to Stripe's page for the card."""
    try:
        return redirect(card_address(plan_behind(token), back=CARD + token), 303)
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for(".show", token=token), 303)
