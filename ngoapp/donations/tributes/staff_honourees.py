"""An honoree, for staff: whose gifts they are, whom to tell, how everything is spelled, and what may be public."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.donations.models import Gift
from ngoapp.donations.tributes import honourees, questions
from ngoapp.donations.tributes.arrivals import honor_afterwards
from ngoapp.donations.tributes.forms import TributeOfGiftForm
from ngoapp.donations.tributes.models import Honouree, Tribute, TributeRecipient
from ngoapp.donations.tributes.overview import overview_of
from ngoapp.donations.tributes.staff_forms import (
    AnswerForm,
    AskForm,
    HonoureeForm,
    RecipientForm,
    TributeForm,
)
from ngoapp.organisation.queries import our_today
from ngoapp.web.forms import attempt

bp = Blueprint("honourees_staff", __name__, url_prefix="/staff/tributes")


@bp.get("/<int:honouree_id>")
@staff_required("tributes:work")
def show(honouree_id: int) -> ResponseReturnValue:
    """Everything about one honoree."""
    honouree = found(Honouree, honouree_id)
    if honouree.merged_into_id:
        return _to(honouree.merged_into_id)
    return render_template("donations/staff/tributes/show.html", seen=overview_of(honouree))


@bp.route("/<int:honouree_id>/name", methods=["GET", "POST"])
@staff_required("tributes:work")
def name(honouree_id: int) -> ResponseReturnValue:
    """Mend a name, or say that somebody has died."""
    honouree = found(Honouree, honouree_id)
    form = HonoureeForm(obj=honouree)
    if form.validate_on_submit():
        with attempt(form):
            honourees.correct_honouree(honouree_id, **form.values())
            flash(
                "Saved. Letters that are out stay as they are; you can send them again, corrected.", "success"
            )
            return _to(honouree_id)
    return render_template("donations/staff/tributes/name.html", form=form, honouree=honouree)


@bp.post("/<int:honouree_id>/merge")
@staff_required("tributes:work")
def merge(honouree_id: int) -> ResponseReturnValue:
    """These are the same person."""
    with transaction():
        into = honourees.merge_honourees(honouree_id, request.form.getlist("other_id", type=int))
    flash(f"Every gift of the ticked ones is now {into.called[0].lower()}{into.called[1:]}.", "success")
    return _to(honouree_id)


@bp.route("/recipients/<int:recipient_id>", methods=["GET", "POST"])
@staff_required("tributes:work")
def recipient(recipient_id: int) -> ResponseReturnValue:
    """Mend whom to tell, and how."""
    row = found(TributeRecipient, recipient_id)
    form = RecipientForm(obj=row)
    if form.validate_on_submit():
        with attempt(form):
            honourees.correct_recipient(recipient_id, **form.values())
            flash("Saved.", "success")
            return _to(row.honouree_id)
    return render_template("donations/staff/tributes/recipient.html", form=form, honouree=row.honouree)


@bp.post("/recipients/<int:recipient_id>/join")
@staff_required("tributes:work")
def join(recipient_id: int) -> ResponseReturnValue:
    """Tell this one of everything."""
    with transaction():
        into = honourees.join_recipients(request.form.get("other_id", 0, type=int), into_id=recipient_id)
    flash(f"{into.name} is told of these gifts from now on.", "success")
    return _to(into.honouree_id)


@bp.route("/gifts/<int:tribute_id>", methods=["GET", "POST"])
@staff_required("tributes:work")
def tribute(tribute_id: int) -> ResponseReturnValue:
    """Mend what the family reads about one gift."""
    row = found(Tribute, tribute_id)
    form = TributeForm(obj=row)
    if form.validate_on_submit():
        with attempt(form):
            honourees.correct_tribute(tribute_id, **form.values())
            flash("Saved. The receipt and the gift stay as they are.", "success")
            return _to(row.honouree_id)
    return render_template("donations/staff/tributes/tribute.html", form=form, tribute=row)


@bp.route("/of-gift/<int:gift_id>", methods=["GET", "POST"])
@staff_required("gifts:write")
def add(gift_id: int) -> ResponseReturnValue:
    """Say afterwards whom a gift honors."""
    gift, form = found(Gift, gift_id), TributeOfGiftForm()
    if form.validate_on_submit():
        with attempt(form):
            honor_afterwards(gift_id, form.wish())
            flash(
                "Kept. The receipt stays as it is; letters to the family wait for you to release them.",
                "success",
            )
            return redirect(url_for("gifts_staff.show", gift_id=gift_id), 303)
    return render_template("donations/staff/tributes/add.html", form=form, gift=gift)


@bp.post("/gifts/<int:tribute_id>/part")
@staff_required("tributes:work")
def part(tribute_id: int) -> ResponseReturnValue:
    """It is for another person of the same name."""
    with transaction():
        honouree = honourees.part_tribute(tribute_id)
    flash("Parted: this gift has a page of its own now.", "success")
    return _to(honouree.id)


@bp.route("/<int:honouree_id>/answer", methods=["GET", "POST"])
@staff_required("tributes:work")
def answer(honouree_id: int) -> ResponseReturnValue:
    """Note what was said about being named."""
    honouree = found(Honouree, honouree_id)
    form = AnswerForm(answered_on=our_today())
    if form.validate_on_submit():
        with attempt(form):
            honourees.record_answer(honouree_id, **form.values())
            flash("Noted.", "success")
            return _to(honouree_id)
    wording = honourees.wording_for(honouree)
    return render_template(
        "donations/staff/tributes/answer.html", form=form, honouree=honouree, wording=wording
    )


@bp.route("/<int:honouree_id>/ask", methods=["GET", "POST"])
@staff_required("tributes:work")
def ask(honouree_id: int) -> ResponseReturnValue:
    """Ask by e-mail whether they may be named."""
    honouree = found(Honouree, honouree_id)
    known = next((one for one in honouree.recipients if one.email), None)
    form = AskForm(data={"name": known.name, "email": known.email} if known else None)
    if form.validate_on_submit():
        with attempt(form):
            questions.ask_by_mail(honouree_id, **form.values())
            flash("The question leaves in 15 minutes. Until then you can stop it.", "success")
            return _to(honouree_id)
    wording = honourees.wording_for(honouree)
    return render_template("donations/staff/tributes/ask.html", form=form, honouree=honouree, wording=wording)


@bp.post("/questions/<int:question_id>/stop")
@staff_required("tributes:work")
def stop_question(question_id: int) -> ResponseReturnValue:
    """Take back a question that is held."""
    with transaction():
        honouree = questions.stop_question(question_id)
    flash("The question is stopped. Nobody was asked.", "success")
    return _to(honouree.id)


def _to(honouree_id: int | None) -> ResponseReturnValue:
    return redirect(url_for(".show", honouree_id=honouree_id), 303)
