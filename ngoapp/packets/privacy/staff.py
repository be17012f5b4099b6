"""Health data, for staff: somebody who only has a telephone, who is forgotten when, and a table of requests."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.packets.privacy import purge
from ngoapp.packets.privacy.forms import FindForm, ForgetForm, SpanForm
from ngoapp.packets.privacy.held import export
from ngoapp.packets.privacy.own import VOICEMAIL_WORDS, forget_requests
from ngoapp.packets.states import CORRECTABLE
from ngoapp.packets.wording import ASKS_AS, CHANNELS, LANGUAGES
from ngoapp.web.downloads import csv_download
from ngoapp.web.forms import attempt

bp = Blueprint("packet_privacy", __name__, url_prefix="/staff/packets/privacy")
NAMES = {"channels": CHANNELS, "languages": LANGUAGES, "relations": ASKS_AS, "voicemail": VOICEMAIL_WORDS}


@bp.get("/")
@staff_required("packets:manage")
def index() -> str:
    """Who is forgotten when, who was, and the form for a table."""
    return render_template(
        "packets/staff/privacy/index.html",
        form=SpanForm(),
        kinds={kind.name: kind for kind in purge.KINDS},
        columns=[("By", ""), *((kind.many.capitalize(), "num") for kind in purge.KINDS)],
        now=purge.dry_run(),
        forecast=purge.forecast(),
        reports=purge.reports(),
        last_run=purge.last_run(),
        open_too_long=purge.open_too_long(),
    )


@bp.route("/person", methods=["GET", "POST"])
@staff_required("packets:work")
def person() -> str:
    """What we hold about somebody on the telephone, to read out; each look is entered."""
    form, found = FindForm(), None
    if form.validate_on_submit():
        with attempt(form):
            found = form.find()
    return render_template(
        "packets/staff/privacy/person.html", form=form, found=found, correctable=CORRECTABLE, **NAMES
    )


@bp.post("/person/forget")
@staff_required("packets:work")
def forget() -> ResponseReturnValue:
    """Forget whoever made these requests, at their wish."""
    form = ForgetForm()
    if form.validate_on_submit():
        with attempt(form):
            forget_requests(form.ids())
            flash("They are forgotten. Nothing more goes out to them.", "success")
    return redirect(url_for(".person"), 303)


@bp.post("/export")
@staff_required("packets:manage")
def table() -> ResponseReturnValue:
    """Requests as a table; that it was taken is entered."""
    form = SpanForm()
    if form.validate_on_submit():
        with attempt(form):
            return csv_download(export(form.span()), "packet-requests")
    return render_template("packets/staff/privacy/export.html", form=form)
