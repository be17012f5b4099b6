"""What to say on the telephone, written by staff."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found, transaction
from ngoapp.packets.calls import shifts
from ngoapp.packets.calls.forms import ScriptForm
from ngoapp.packets.calls.models import CallScript
from ngoapp.web.forms import Form, attempt

bp = Blueprint("call_scripts", __name__, url_prefix="/staff/packets/calls/scripts")


@bp.get("/")
@staff_required("packets:work")
def index() -> str:
    """Every script, those for a crisis first."""
    return render_template("packets/staff/calls/scripts.html", scripts=shifts.scripts())


@bp.route("/new", methods=["GET", "POST"])
@staff_required("packets:work")
def new() -> str | Response:
    """Write a script."""
    form = ScriptForm()
    if form.validate_on_submit():
        with attempt(form):
            shifts.write_script(**form.values())
            flash("Saved. It lies beside every call now.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/calls/script.html", form=form, script=None)


@bp.route("/<int:script_id>", methods=["GET", "POST"])
@staff_required("packets:work")
def edit(script_id: int) -> str | Response:
    """Change a script."""
    script = found(CallScript, script_id)
    form = ScriptForm(obj=script)
    if form.validate_on_submit():
        with attempt(form):
            facts = form.values()
            shifts.change_script(script_id, **{name: facts[name] for name in ("title", "words", "crisis")})
            flash("Saved.", "success")
            return redirect(url_for(".index"), 303)
    return render_template("packets/staff/calls/script.html", form=form, script=script)


@bp.post("/<int:script_id>/drop")
@staff_required("packets:work")
def drop(script_id: int) -> Response:
    """Lay a script aside."""
    if Form().validate_on_submit():
        with transaction():
            shifts.drop_script(script_id)
        flash("Laid aside.", "success")
    return redirect(url_for(".index"), 303)
