"""Asking on paper whether an honoree may be named, for those without an e-mail address."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found
from ngoapp.core.errors import NotThere
from ngoapp.donations.tributes.honourees import wording_for
from ngoapp.donations.tributes.models import HONOR, Honouree, HonoureeAnswer
from ngoapp.donations.tributes.paper import draw_question
from ngoapp.donations.tributes.questions import ON_PAPER, ask_on_paper
from ngoapp.donations.tributes.staff_forms import AskOnPaperForm
from ngoapp.web.downloads import pdf_download
from ngoapp.web.forms import attempt

bp = Blueprint("honourees_paper", __name__, url_prefix="/staff/tributes")


@bp.route("/<int:honouree_id>/ask-on-paper", methods=["GET", "POST"])
@staff_required("tributes:work")
def ask(honouree_id: int) -> ResponseReturnValue:
    """Note that a letter asks them; it is printed from the honoree's page."""
    honouree = found(Honouree, honouree_id)
    form = AskOnPaperForm(data={"name": honouree.name} if honouree.kind == HONOR else None)
    if form.validate_on_submit():
        with attempt(form):
            ask_on_paper(honouree_id, name=form.name.data or "")
            flash("Noted. Print the letter below and post it.", "success")
            return redirect(url_for("honourees_staff.show", honouree_id=honouree_id), 303)
    return render_template(
        "donations/staff/tributes/ask_on_paper.html",
        form=form,
        honouree=honouree,
        wording=wording_for(honouree),
    )


@bp.get("/questions/<int:question_id>.pdf")
@staff_required("tributes:work")
def letter(question_id: int) -> ResponseReturnValue:
    """The letter."""
    question = found(HonoureeAnswer, question_id)
    if question.source != ON_PAPER or not question.name:
        raise NotThere
    return pdf_download(draw_question(question), f"question-{question.id}")
