"""The packets themselves, for staff: upload an edition, send it from now on, stop sending it."""

import io

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.packets.kits.editions import add_edition, current_editions, editions, set_active
from ngoapp.packets.kits.forms import EditionForm
from ngoapp.packets.kits.models import Edition
from ngoapp.packets.wording import LANGUAGES
from ngoapp.web.forms import attempt

bp = Blueprint("packet_editions", __name__, url_prefix="/staff/packets/editions")


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """Every edition, and which of them goes out."""
    going_out = {edition.id for edition in current_editions().values()}
    return render_template(
        "packets/staff/editions.html", editions=editions(), going_out=going_out, languages=LANGUAGES
    )


@bp.route("/new", methods=["GET", "POST"])
@staff_required("packets:manage")
def new() -> str | Response:
    """Upload an edition."""
    form = EditionForm()
    if form.validate_on_submit():
        with attempt(form):
            edition = add_edition(**form.facts())
            flash(f"“{edition.name}” is here: {edition.pages} pages.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/new_edition.html", form=form)


@bp.get("/<int:edition_id>/packet.pdf")
@staff_required("packets:read")
def pdf(edition_id: int) -> Response:
    """The packet, to read."""
    edition = found(Edition, edition_id)
    if edition.file is None:
        abort(404)
    return send_file(
        io.BytesIO(edition.file.content), mimetype=edition.file.content_type, download_name="packet.pdf"
    )


@bp.post("/<int:edition_id>/send")
@staff_required("packets:manage")
def send(edition_id: int) -> Response:
    """Send this edition from now on."""
    with transaction():
        edition = set_active(edition_id, active=True)
    flash(f"“{edition.name}”, {edition.label} goes out from now on, unless a newer one does.", "success")
    return redirect(url_for(".index"), 303)


@bp.post("/<int:edition_id>/stop")
@staff_required("packets:manage")
def stop(edition_id: int) -> Response:
    """Send this edition no more."""
    with transaction():
        edition = set_active(edition_id, active=False)
    flash(f"“{edition.name}”, {edition.label} is no longer sent. Links that are out still work.", "success")
    return redirect(url_for(".index"), 303)
