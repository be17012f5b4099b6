"""Packets that went out by e-mail: which were fetched, which came back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.core.outbox import enqueue
from ngoapp.packets.mailed import queries
from ngoapp.packets.mailed.reading import read_links
from ngoapp.web.forms import Form, attempt

bp = Blueprint("packets_mailed", __name__, url_prefix="/staff/packets/mailed")


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    view = request.args.get("view", "")
    view = view if view in queries.VIEWS else next(iter(queries.VIEWS))
    with transaction():
        page = read_links(view, request.args.get("page", 1, type=int))
    return render_template(
        "packets/staff/mailed/index.html", page=page, view=view, views=queries.VIEWS, counts=queries.counts()
    )


@bp.post("/look")
@staff_required("packets:work")
def look() -> Response:
    """Look now at what came back, rather than at the full hour."""
    with attempt(Form()):
        enqueue("desk.read_bounces")
    flash("We are looking. What came back is here in a moment.", "success")
    return redirect(url_for(".index", view="lost"), 303)
