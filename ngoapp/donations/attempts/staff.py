"""Attempts to give, for staff: what happens now, pausing and resuming, and giving test charges back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.donations.attempts.forms import AlikeForm, PauseForm, RunForm, short
from ngoapp.donations.attempts.pauses import pause_form, resume_form
from ngoapp.donations.attempts.queries import busiest, last_hours, last_runs, open_pause, past_pauses, sight
from ngoapp.donations.attempts.runs import charges_like, refund_run, release_run, totals_of
from ngoapp.organisation.queries import our_organisation
from ngoapp.web.forms import attempt

bp = Blueprint("attempts_staff", __name__, url_prefix="/staff/gifts/attempts")


@bp.get("/")
@staff_required("donations:read")
def index() -> ResponseReturnValue:
    return _page(PauseForm(formdata=None))


@bp.post("/pause")
@staff_required("gifts:refund")
def pause() -> ResponseReturnValue:
    form = PauseForm()
    if form.validate_on_submit():
        with attempt(form):
            pause_form(reason=form.reason.data or "", by=current_user.id)
            flash(
                "The form takes no cards until somebody resumes it. Donors are offered other ways.", "success"
            )
            return redirect(url_for(".index"), 303)
    return _page(form)


@bp.post("/<int:pause_id>/resume")
@staff_required("gifts:refund")
def resume(pause_id: int) -> ResponseReturnValue:
    with transaction():
        resume_form(pause_id, by=current_user.id)
    flash("The form takes cards again.", "success")
    return redirect(url_for(".index"), 303)


@bp.route("/charges", methods=["GET", "POST"])
@staff_required("gifts:refund")
def charges() -> ResponseReturnValue:
    form = RunForm()
    if form.validate_on_submit():
        with attempt(form):
            ticked = request.form.getlist("gift", type=int)
            refund_run(gift_ids=ticked, asked_by_id=current_user.id, **form.values())
            flash("Asked for. What waits for a second person stands below.", "success")
            return redirect(url_for(".index"), 303)
    return _charges_page(form)


@bp.post("/runs/<int:run_id>/release")
@staff_required("gifts:refund")
def release(run_id: int) -> ResponseReturnValue:
    with transaction():
        count = release_run(run_id, by=current_user.id)
    flash(f"Released: {count}. The money goes back now.", "success")
    return redirect(url_for(".index"), 303)


def _page(form: PauseForm) -> str:
    hours = last_hours()
    return render_template(
        "donations/staff/attempts/index.html",
        form=form,
        sight=sight(),
        pause=open_pause(),
        hours=hours,
        most=max(hour.forms for hour in hours) or 1,
        busiest=busiest(),
        pauses=past_pauses(),
        runs=last_runs(),
        short=short,
    )


def _charges_page(form: RunForm) -> str:
    often = busiest()
    chosen = AlikeForm(request.args, cards=often["card"], sources=often["source"])
    found = charges_like(chosen.alike()) if chosen.validate() else []
    return render_template(
        "donations/staff/attempts/charges.html",
        chosen=chosen,
        form=form,
        found=found,
        totals=totals_of(found),
        limit=our_organisation().refund_limit,
    )
