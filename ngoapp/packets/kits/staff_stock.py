"""The shelf, for staff: what lies there, lots that arrive, counts."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found
from ngoapp.packets.kits.models import COUNT_REASONS, WHYS, Edition
from ngoapp.packets.kits.operations import count_stock, receive_lot, set_reorder_point
from ngoapp.packets.kits.queries import edition_row, entries_of, not_counted, on_the_shelf
from ngoapp.packets.kits.stock_forms import CountForm, LotForm, ReorderForm
from ngoapp.packets.wording import LANGUAGES
from ngoapp.web.forms import attempt

bp = Blueprint("packet_stock", __name__, url_prefix="/staff/packets/stock")


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """What lies on the shelf, and what has to be ordered."""
    return render_template(
        "packets/staff/kits/shelf.html", rows=on_the_shelf(), uncounted=not_counted(), languages=LANGUAGES
    )


@bp.get("/<int:edition_id>")
@staff_required("packets:read")
def show(edition_id: int) -> str:
    """One edition's shelf: how many, what came when, and everything that changed it."""
    edition = found(Edition, edition_id)
    return render_template(
        "packets/staff/kits/stock.html",
        row=edition_row(edition),
        entries=entries_of(edition_id),
        whys=WHYS,
        reasons=COUNT_REASONS,
        languages=LANGUAGES,
    )


@bp.route("/<int:edition_id>/lot", methods=["GET", "POST"])
@staff_required("packets:work")
def lot(edition_id: int) -> str | Response:
    """A print lot arrived."""
    form = LotForm()
    if form.validate_on_submit():
        with attempt(form):
            came = receive_lot(edition_id=edition_id, **form.values())
            flash(f"{came.quantity} copies are on the shelf.", "success")
            return redirect(url_for(".show", edition_id=edition_id), 303)
    row = edition_row(found(Edition, edition_id))
    return render_template("packets/staff/kits/lot.html", form=form, row=row, languages=LANGUAGES)


@bp.route("/<int:edition_id>/count", methods=["GET", "POST"])
@staff_required("packets:work")
def count(edition_id: int) -> str | Response:
    """Somebody counted the shelf."""
    form = CountForm()
    if form.validate_on_submit():
        with attempt(form):
            after = count_stock(edition_id=edition_id, **form.values())
            flash(
                f"The books say {after.on_hand} now. {after.reserved} are set aside, {after.free} free.",
                "success",
            )
            return redirect(url_for(".show", edition_id=edition_id), 303)
    row = edition_row(found(Edition, edition_id))
    return render_template("packets/staff/kits/count.html", form=form, row=row, languages=LANGUAGES)


@bp.route("/<int:edition_id>/reorder", methods=["GET", "POST"])
@staff_required("packets:work")
def reorder(edition_id: int) -> str | Response:
    """Say how low the shelf may get."""
    edition = found(Edition, edition_id)
    form = ReorderForm(copies=edition.reorder_point)
    if form.validate_on_submit():
        with attempt(form):
            set_reorder_point(edition_id, form.copies.data or 0)
            flash("Saved. The desk says so when it is time to order.", "success")
            return redirect(url_for(".show", edition_id=edition_id), 303)
    return render_template("packets/staff/kits/reorder.html", form=form, edition=edition, languages=LANGUAGES)
