"""Returned mail: one field, always ready for the next code, typed or scanned."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.packets.batches.forms import ReturnForm
from ngoapp.packets.batches.reading import read_returns
from ngoapp.packets.batches.returns import note_return, undo_return
from ngoapp.packets.batches.words import RETURN_REASONS
from ngoapp.web.forms import Form, attempt

bp = Blueprint("packet_returns", __name__, url_prefix="/staff/packets/returned")


@bp.route("/", methods=["GET", "POST"])
@staff_required("packets:work")
def index() -> str:
    """Note what came back, one code after the other. Each is answered at once; the reason stays for the next."""
    form, noted = ReturnForm(), None
    if form.validate_on_submit():
        with attempt(form):
            noted = note_return(form.code.data or "", reason=form.reason.data)
            form.code.data = ""
    with transaction():
        latest = read_returns()
    return render_template(
        "packets/staff/batches/returned.html", form=form, noted=noted, latest=latest, reasons=RETURN_REASONS
    )


@bp.post("/<int:piece_id>/undo")
@staff_required("packets:work")
def undo(piece_id: int) -> Response:
    """It has not come back."""
    with attempt(Form()):
        piece = undo_return(piece_id)
        flash(f"{piece.mark} has not come back after all.", "success")
    return redirect(url_for(".index"), 303)
