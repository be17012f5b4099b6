"""Tables of postage: what is in force, and the next one from a day on."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.organisation.queries import our_today
from ngoapp.packets.batches.postage import postage_is_old, table_on, tables
from ngoapp.packets.batches.postage_forms import TableForm
from ngoapp.packets.batches.postage_tables import add_table
from ngoapp.packets.batches.words import KINDS, ZONES
from ngoapp.web.forms import attempt

bp = Blueprint("packet_postage", __name__, url_prefix="/staff/packets/postage")


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """What a stamp costs today, and every table that there was."""
    return render_template(
        "packets/staff/batches/postage.html",
        table_in_force=table_on(our_today()),
        tables=tables(),
        is_old=postage_is_old(),
        kinds=KINDS,
        zones=ZONES,
    )


@bp.route("/new", methods=["GET", "POST"])
@staff_required("packets:manage")
def new() -> str | Response:
    """Another table, from a day on; it begins with the figures in force."""
    form = TableForm(table_on(our_today()))
    if form.validate_on_submit():
        with attempt(form):
            add_table(**form.facts())
            flash("The table is kept. Batches that are frozen from that day on are counted by it.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/batches/new_postage.html", form=form, kinds=KINDS, zones=ZONES)
