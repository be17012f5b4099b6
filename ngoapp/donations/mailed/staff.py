"""Checks that are on their way, for staff: find one by its slip, remind its donor, call it off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import transaction
from ngoapp.donations.mailed import operations as mailed
from ngoapp.donations.mailed.queries import OPEN, OVERDUE, held_reminders, pledges_page

bp = Blueprint("pledges_staff", __name__, url_prefix="/staff/gifts/pledges")


@bp.get("/")
@staff_required("donations:read")
def index() -> str:
    """Promised checks, by what became of them."""
    asked = request.args
    page = pledges_page(
        show=asked.get("show", OPEN), text=asked.get("q", ""), number=asked.get("page", 1, type=int)
    )
    return render_template("donations/staff/pledges.html", page=page, asked=asked, held=held_reminders())


@bp.post("/remind")
@staff_required("gifts:release")
def remind() -> Response:
    """Release the ticked reminders; they are held for a quarter of an hour."""
    with transaction():
        released = mailed.release_reminders(request.form.getlist("pledge", type=int))
    if released:
        what = "reminder leaves" if released == 1 else "reminders leave"
        flash(f"{released} {what} in 15 minutes. Until then you can stop each of them.", "success")
    else:
        flash("Nothing to remind of: tick a check that is overdue.", "warning")
    return redirect(url_for(".index", show=OVERDUE), 303)


@bp.post("/<int:pledge_id>/stop")
@staff_required("gifts:release")
def stop(pledge_id: int) -> Response:
    """Take back a reminder that is held."""
    with transaction():
        mailed.stop_reminder(pledge_id)
    flash("The reminder is stopped and waits on the pile again.", "success")
    return redirect(url_for(".index", show=OVERDUE), 303)


@bp.post("/<int:pledge_id>/leave")
@staff_required("gifts:release")
def leave(pledge_id: int) -> Response:
    """Do without a reminder."""
    with transaction():
        mailed.leave_reminder(pledge_id)
    flash("No reminder goes out for this one.", "success")
    return redirect(url_for(".index", show=OVERDUE), 303)


@bp.post("/<int:pledge_id>/withdraw")
@staff_required("gifts:write")
def withdraw(pledge_id: int) -> Response:
    """The donor has said that it will not come."""
    with transaction():
        mailed.withdraw_pledge(pledge_id)
    flash("Called off. Should the check come all the same, record it with its reference.", "success")
    return redirect(url_for(".index"), 303)
