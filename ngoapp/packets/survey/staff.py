"""The survey, for staff: what was answered, what is asked and when, and the insert for the envelope."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.packets.survey import queries
from ngoapp.packets.survey.forms import QuestionForm, WeeksForm
from ngoapp.packets.survey.insert import insert_pdf
from ngoapp.packets.survey.operations import add_question, set_retired, set_weeks
from ngoapp.web.downloads import pdf_download
from ngoapp.web.forms import attempt

bp = Blueprint("packet_survey_staff", __name__, url_prefix="/staff/packets/survey")


@bp.get("/")
@staff_required("packets:read")
def index() -> str:
    """What was answered."""
    return render_template(
        "packets/staff/survey/index.html",
        results=queries.results(),
        sums=queries.sums(),
        weeks=queries.weeks(),
        least=queries.LEAST,
    )


@bp.route("/new", methods=["GET", "POST"])
@staff_required("packets:manage")
def new() -> ResponseReturnValue:
    """Ask one more question."""
    form = QuestionForm()
    if form.validate_on_submit():
        with attempt(form):
            add_question(**form.facts())
            flash("It is asked from now on.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/survey/new.html", form=form)


@bp.route("/weeks", methods=["GET", "POST"])
@staff_required("packets:manage")
def when() -> ResponseReturnValue:
    """When we ask."""
    form = WeeksForm(data={"weeks": queries.weeks()})
    if form.validate_on_submit():
        with attempt(form):
            set_weeks(form.weeks.data or queries.WEEKS)
            flash("Saved.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/survey/weeks.html", form=form)


@bp.post("/<int:question_id>/<any(stop, ask):what>")
@staff_required("packets:manage")
def turn(question_id: int, what: str) -> ResponseReturnValue:
    """Ask this no more, or again."""
    with transaction():
        set_retired(question_id, retired=what == "stop")
    flash("It is asked no more." if what == "stop" else "It is asked again.", "success")
    return redirect(url_for(".index"), 303)


@bp.get("/insert.pdf")
@staff_required("packets:read")
def insert() -> Response:
    """Four slips on a sheet, to cut and put into envelopes."""
    return pdf_download(insert_pdf(), "packet-survey")
