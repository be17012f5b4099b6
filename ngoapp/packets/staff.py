"""The packet desk: the queue, one request, and what is done with it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.packets import queries
from ngoapp.packets.desk_forms import FiltersForm
from ngoapp.packets.forms import CorrectRequestForm, facts_of
from ngoapp.packets.models import PacketRequest
from ngoapp.packets.operations import correct_request
from ngoapp.packets.reading import read_queue, read_request
from ngoapp.packets.steps import take
from ngoapp.packets.wording import ASKS_AS, CHANNELS, LANGUAGES
from ngoapp.web.forms import Form, attempt

bp = Blueprint("packets_staff", __name__, url_prefix="/staff/packets")
NAMES = {"channels": CHANNELS, "languages": LANGUAGES}


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """The queue; what it shows stands in the address."""
    form = FiltersForm(request.args)
    with transaction():
        page = read_queue(form.filters())
    return render_template(
        "packets/staff/index.html",
        page=page,
        form=form,
        counts=queries.counts(),
        views=queries.VIEWS,
        **NAMES,
    )


@bp.get("/<int:request_id>")
@staff_required("packets:read")
def show(request_id: int) -> str:
    """One request: who, where to, whether they asked twice, and what can be done."""
    with transaction():
        sheet = read_request(request_id)
    return render_template(
        "packets/staff/show.html", sheet=sheet, packet=sheet.request, relations=ASKS_AS, **NAMES
    )


@bp.route("/<int:request_id>/correct", methods=["GET", "POST"])
@staff_required("packets:work")
def correct(request_id: int) -> str | Response:
    """Change what was taken down."""
    form = CorrectRequestForm(data=facts_of(found(PacketRequest, request_id)))
    if form.validate_on_submit():
        with attempt(form):
            correct_request(request_id, **form.facts())
            flash("Saved.", "success")
            return redirect(url_for(".show", request_id=request_id), 303)
    return render_template("packets/staff/correct.html", form=form, request_id=request_id)


@bp.post("/<int:request_id>/<step>")
@staff_required("packets:work")
def step(request_id: int, step: str) -> Response:
    """Approve, set aside, close, take up again, take the link back, or erase the person."""
    form = Form()
    with attempt(form):
        try:
            flash(take(request_id, step, request.form.get("why", "")), "success")
        except KeyError:
            abort(404)
    for sentence in form.form_errors:
        flash(sentence, "error")
    return redirect(url_for(".show", request_id=request_id), 303)
