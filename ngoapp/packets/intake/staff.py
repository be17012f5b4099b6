"""Entering a request for somebody: while they talk, from a letter, from a list."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.packets.intake.forms import EnterRequestForm
from ngoapp.packets.intake.operations import enter_request
from ngoapp.packets.intake.twins import read_twins
from ngoapp.packets.wording import CONSENTS
from ngoapp.web.forms import attempt
from ngoapp.web.headers import personal_page

bp = Blueprint("packet_intake", __name__, url_prefix="/staff/packets/new")


@bp.route("", methods=["GET", "POST"])
@staff_required("packets:work")
def new() -> str | Response:
    """Enter a request; a stack of letters or a list keeps what all of it has in common."""
    personal_page()
    form = EnterRequestForm(request.args)
    if form.validate_on_submit():
        with attempt(form):
            asked = enter_request(**form.facts())
            flash("The request is in.", "success")
            show = url_for("packets_staff.show", request_id=asked.id)
            return redirect(form.next_page(url_for(".new")) or show, 303)
    with transaction():
        twins = read_twins(form.asker()) if form.is_submitted() else []
    return render_template("packets/staff/intake/new.html", form=form, twins=twins, consents=CONSENTS)
