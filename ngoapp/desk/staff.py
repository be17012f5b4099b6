"""The desk: what waits today."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core import outbox
from ngoapp.core.db import locked, transaction
from ngoapp.core.outbox import OutboxRow
from ngoapp.desk.audit import audit_page
from ngoapp.desk.story import story_of
from ngoapp.desk.waiting import waiting_for

bp = Blueprint("desk", __name__, url_prefix="/staff")


@bp.get("/")
@staff_required("desk:read")
def index() -> str:
    """What waits today, each a click from doing it."""
    return render_template("desk/staff/index.html", waiting=waiting_for(current_user))


@bp.get("/jobs/")
@staff_required("jobs:manage")
def jobs() -> str:
    """Jobs that failed for good."""
    return render_template("desk/staff/jobs.html", jobs=outbox.dead_letters())


@bp.post("/jobs/<int:row_id>/retry")
@staff_required("jobs:manage")
def retry_job(row_id: int) -> Response:
    """Try a failed job again."""
    with transaction():
        outbox.retry(locked(OutboxRow, row_id))
    flash("The job is tried again now.", "success")
    return redirect(url_for(".jobs"), 303)


@bp.get("/audit/")
@staff_required("audit:read")
def audit() -> str:
    """Who did what, newest first."""
    sees_packets = current_user.may("packets:read")
    page = audit_page(request.args.get("page", 1, type=int), with_packets=sees_packets)
    return render_template("desk/staff/audit.html", page=page)


@bp.get("/gifts/<int:gift_id>/story")
@staff_required("donations:read")
def story(gift_id: int) -> str:
    """Everything that happened around one gift."""
    return render_template("desk/staff/story.html", story=story_of(gift_id))
