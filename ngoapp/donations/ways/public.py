"""Other ways to give, for everybody."""

from flask import Blueprint, render_template

from ngoapp.donations.ways.operations import shown_ways

bp = Blueprint("ways", __name__)


@bp.get("/donate/other-ways")
def index() -> str:
    """Each way, and what a broker, custodian or lawyer needs to know of us."""
    return render_template("donations/public/ways.html", ways=shown_ways())
