"""Thanks, for staff: proof names, publish, withdraw."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.acknowledgments import queries
from ngoapp.acknowledgments.forms import NameForm
from ngoapp.acknowledgments.models import Acknowledgment
from ngoapp.acknowledgments.operations import correct_name, publish, publish_as_read, withdraw
from ngoapp.acknowledgments.tributes.operations import publish_honouree, withdraw_honouree
from ngoapp.acknowledgments.tributes.queries import honourees_decided, honourees_to_approve
from ngoapp.core.db import found, transaction
from ngoapp.donations.together.queries import seconds_of
from ngoapp.people.joint_names import reads_like_two
from ngoapp.web.forms import attempt

bp = Blueprint("acknowledgments_staff", __name__, url_prefix="/staff/thanks")


@bp.get("/")
@staff_required("acknowledgments:review")
def index() -> str:
    """Names to approve, and names that are shown."""
    drafts = queries.to_approve()
    seconds = seconds_of([draft.gift for draft in drafts])
    like_two = [draft for draft in drafts if reads_like_two(draft.recognition_name)]
    return render_template(
        "acknowledgments/staff/index.html",
        drafts=drafts,
        seconds=seconds,
        doubtful={draft.id for draft in like_two if draft.gift_id not in seconds},
        published=queries.published(),
        honourees=honourees_to_approve(),
        shown=honourees_decided("published"),
        left_out=honourees_decided("withdrawn"),
    )


@bp.post("/<int:acknowledgment_id>/publish")
@staff_required("acknowledgments:review")
def publish_name(acknowledgment_id: int) -> Response:
    """Show a name that was proofed."""
    with transaction():
        shown = publish(acknowledgment_id)
    flash(f"“{shown.recognition_name}” is now thanked in public.", "success")
    return redirect(url_for(".index"), 303)


@bp.post("/publish-all")
@staff_required("acknowledgments:review")
def publish_all() -> Response:
    """Show every name that is ticked, as it stood on the page."""
    ids = request.form.getlist("acknowledgment_id", type=int)
    with transaction():
        changed = publish_as_read({one: request.form.get(f"name-{one}", "") for one in ids})
        names = ", ".join(f"“{one.recognition_name}”" for one in changed)
    if names:
        flash(f"The donor has changed this meanwhile; please read it once more: {names}.", "warning")
    else:
        flash(
            "The names are now thanked in public." if ids else "Tick the names to publish first.", "success"
        )
    return redirect(url_for(".index"), 303)


@bp.post("/<int:acknowledgment_id>/withdraw")
@staff_required("acknowledgments:review")
def withdraw_name(acknowledgment_id: int) -> Response:
    """Take a name from every page."""
    with transaction():
        gone = withdraw(acknowledgment_id, reason="staff")
    flash(f"“{gone.recognition_name}” no longer appears on any page.", "success")
    return redirect(url_for(".index"), 303)


@bp.route("/<int:acknowledgment_id>/name", methods=["GET", "POST"])
@staff_required("acknowledgments:review")
def edit_name(acknowledgment_id: int) -> str | Response:
    """Mend how a name is written."""
    acknowledgment = found(Acknowledgment, acknowledgment_id)
    form = NameForm(obj=acknowledgment)
    if form.validate_on_submit():
        with attempt(form):
            correct_name(acknowledgment_id, **form.values())
            return redirect(url_for(".index"), 303)
    return render_template("acknowledgments/staff/name.html", form=form, acknowledgment=acknowledgment)


@bp.post("/honorees/<int:honouree_id>/publish")
@staff_required("acknowledgments:review")
def publish_honoured(honouree_id: int) -> Response:
    """Show an honoree above the donors."""
    with transaction():
        shown = publish_honouree(honouree_id).honouree
    flash(f"“{shown.called}” is now shown, with the givers below who agreed.", "success")
    return redirect(url_for(".index"), 303)


@bp.post("/honorees/<int:honouree_id>/withdraw")
@staff_required("acknowledgments:review")
def withdraw_honoured(honouree_id: int) -> Response:
    """Show an honoree nowhere."""
    with transaction():
        gone = withdraw_honouree(honouree_id).honouree
    flash(f"“{gone.name}” is shown nowhere. The givers stay thanked.", "success")
    return redirect(url_for(".index"), 303)
