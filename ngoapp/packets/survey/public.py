"""Answering a few questions: behind the link of a mail, or at the open address that is printed in the packet."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.packets.survey.forms import survey_form
from ngoapp.packets.survey.operations import answer_by_token, keep_answers
from ngoapp.packets.survey.queries import is_open, questions
from ngoapp.web.forms import attempt
from ngoapp.web.headers import personal_page
from ngoapp.web.pace import not_too_often

bp = Blueprint("packet_survey", __name__, url_prefix="/info-packet/survey")
bp.before_request(personal_page)


@bp.route("", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """The questions for whoever has the insert of a packet in hand: tied to nobody."""
    form = survey_form(questions())
    if form.validate_on_submit():
        with attempt(form):
            not_too_often("packet survey")
            keep_answers("open", form.answers())
            return redirect(url_for(".thanks"), 303)
    return render_template("packets/public/survey/ask.html", form=form, action=url_for(".ask"))


@bp.route("/<token>", methods=["GET", "POST"])
def by_mail(token: str) -> ResponseReturnValue:
    """The questions behind the link of a mail: answered once."""
    if not is_open(token):
        return render_template("packets/public/survey/over.html"), 410
    form = survey_form(questions())
    if form.validate_on_submit():
        with attempt(form):
            answer_by_token(token, form.answers())
            return redirect(url_for(".thanks"), 303)
    return render_template(
        "packets/public/survey/ask.html", form=form, action=url_for(".by_mail", token=token)
    )


@bp.get("/thanks")
def thanks() -> str:
    """They are in."""
    return render_template("packets/public/survey/thanks.html")
