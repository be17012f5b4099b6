"""The packets themselves, for staff: upload an edition, send it from now on, stop sending it."""

import io

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.organisation.queries import our_today
from ngoapp.packets.kits.editions import (
    add_edition,
    end_override,
    note_review,
    override_review,
    set_active,
)
from ngoapp.packets.kits.forms import EditionForm
from ngoapp.packets.kits.models import Edition
from ngoapp.packets.kits.queries import all_editions, edition_row
from ngoapp.packets.kits.stock_forms import OverrideForm, ReviewForm
from ngoapp.packets.wording import LANGUAGES
from ngoapp.web.forms import attempt

bp = Blueprint("packet_editions", __name__, url_prefix="/staff/packets/editions")


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """Every edition, and which of them goes out."""
    return render_template("packets/staff/editions.html", rows=all_editions(), languages=LANGUAGES)


@bp.route("/new", methods=["GET", "POST"])
@staff_required("packets:manage")
def new() -> str | Response:
    """Upload an edition."""
    form = EditionForm(item_id=request.args.get("item", type=int))
    if form.validate_on_submit():
        with attempt(form):
            edition = add_edition(**form.facts())
            flash(f"“{edition.name}”, {edition.label} is here.", "success")
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


@bp.route("/<int:edition_id>/review", methods=["GET", "POST"])
@staff_required("packets:manage")
def review(edition_id: int) -> str | Response:
    """Somebody read it through and it holds."""
    edition = found(Edition, edition_id)
    form = ReviewForm(reviewer=edition.reviewer)
    if form.validate_on_submit():
        with attempt(form):
            note_review(edition_id, form.review())
            flash("The review is written down.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/kits/review.html", form=form, edition=edition)


@bp.route("/<int:edition_id>/override", methods=["GET", "POST"])
@staff_required("packets:manage")
def override(edition_id: int) -> str | Response:
    """Let it go out for now although its review is overdue."""
    form = OverrideForm()
    if form.validate_on_submit():
        with attempt(form):
            edition = override_review(edition_id, today=our_today(), **form.values())
            flash(f"“{edition.name}”, {edition.label} goes out until then.", "success")
            return redirect(url_for(".index"), 303)
    row = edition_row(found(Edition, edition_id))
    return render_template("packets/staff/kits/override.html", form=form, row=row)


@bp.post("/<int:edition_id>/end-override")
@staff_required("packets:manage")
def stop_override(edition_id: int) -> Response:
    """Take that back."""
    with transaction():
        edition = end_override(edition_id)
    flash(f"“{edition.name}”, {edition.label} waits for its review again.", "success")
    return redirect(url_for(".index"), 303)
