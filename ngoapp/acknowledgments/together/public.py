"""The second donor's own page: looking changes nothing, a button does."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ngoapp.acknowledgments.together.forms import OwnAnswerForm
from ngoapp.acknowledgments.together.links import TOGETHER, second_behind
from ngoapp.acknowledgments.together.operations import answer
from ngoapp.donations.together.parts import WORDING
from ngoapp.donations.together.queries import gifts_with
from ngoapp.web.forms import attempt
from ngoapp.web.headers import personal_page

bp = Blueprint("together", __name__, url_prefix=TOGETHER.rstrip("/"))


@bp.route("/<token>", methods=["GET", "POST"])
def show(token: str) -> ResponseReturnValue:
    """What is asked, and what they said so far."""
    personal_page()
    second = second_behind(token)
    form = OwnAnswerForm.of(second)
    if form.validate_on_submit():
        with attempt(form):
            answer(second.id, form.given())
            flash("Thank you. Your answer is kept, and every page goes by it from now on.", "success")
            return redirect(url_for(".show", token=token), 303)
    gift, wording = gifts_with(second)[0], WORDING.format(second.public_name)
    return render_template(
        "acknowledgments/public/together.html", form=form, second=second, gift=gift, wording=wording
    )
