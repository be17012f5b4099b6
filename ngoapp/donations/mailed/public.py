"""A promised check, for the donor who has its link: the slip on screen and on paper, and a way to call it off."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from ngoapp.core.db import transaction
from ngoapp.donations.mailed.operations import withdraw_pledge
from ngoapp.donations.mailed.slips import SLIP, contents, draw_slip, pledge_behind
from ngoapp.web.downloads import pdf_download
from ngoapp.web.headers import personal_page

bp = Blueprint("slips", __name__, url_prefix=SLIP.rstrip("/"))


@bp.get("/<token>")
def show(token: str) -> str:
    """The slip, and what happens next."""
    personal_page()
    pledge = pledge_behind(token)
    return render_template("donations/public/slip.html", token=token, **contents(pledge))


@bp.get("/<token>.pdf")
def paper(token: str) -> Response:
    """The slip on paper."""
    personal_page()
    pledge = pledge_behind(token)
    return pdf_download(draw_slip(pledge), pledge.reference)


@bp.post("/<token>/withdraw")
def withdraw(token: str) -> Answer:
    """The donor has changed their mind."""
    personal_page()
    with transaction():
        withdraw_pledge(pledge_behind(token).id)
    flash("We no longer wait for your check. Thank you for telling us.", "success")
    return redirect(url_for(".show", token=token), 303)
