"""Asking for an info packet."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.packets.forms import InfoPacketForm
from ngoapp.packets.office.queries import promise
from ngoapp.packets.operations import ask_for_packet
from ngoapp.packets.wording import WAYS
from ngoapp.web.forms import attempt
from ngoapp.web.pace import not_too_often

bp = Blueprint("packets", __name__)


@bp.route("/info-packet", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Ask for a packet, by e-mail or by post."""
    form = InfoPacketForm(way=request.args.get("way"))
    if form.validate_on_submit():
        with attempt(form):
            not_too_often("packet")
            asked = ask_for_packet(**form.facts())
            return redirect(url_for(".thanks", way=asked.way), 303)
    return render_template("packets/public/ask.html", form=form, promise=promise())


@bp.get("/info-packet/thanks")
def thanks() -> str:
    """What happens next; the same for everybody, known or not."""
    way = request.args.get("way")
    return render_template(
        "packets/public/thanks.html", way=way if way in WAYS else "post", promise=promise()
    )
