"""Other ways to give, for staff: their words, with a preview."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from ngoapp.accounts.guards import staff_required
from ngoapp.core.db import found
from ngoapp.donations.ways.operations import Way, all_ways, change_way
from ngoapp.web.fields import LongTextField, TextField, at_most, needed
from ngoapp.web.forms import Form, attempt

bp = Blueprint("ways_staff", __name__, url_prefix="/staff/settings/ways")


class WayForm(Form):
    """A way's title and text."""

    title = TextField("Title", [needed("Enter a title."), at_most(120)], render_kw={"autocomplete": "off"})
    body = LongTextField(
        "Text",
        [needed("Write what a donor has to know."), at_most(6000)],
        description="A blank line starts a paragraph. **Words** in bold, - a list, [words](address) a link.",
        render_kw={"autocomplete": "off", "rows": 14},
    )
    shown = BooleanField("Show it on the website")


@bp.get("/")
@staff_required("organisation:write")
def index() -> str:
    """Every way, shown or not."""
    return render_template("donations/staff/ways.html", ways=all_ways())


@bp.route("/<int:way_id>", methods=["GET", "POST"])
@staff_required("organisation:write")
def edit(way_id: int) -> ResponseReturnValue:
    """Change a way; the preview shows what is typed before it is saved."""
    form = WayForm(obj=found(Way, way_id))
    if "preview" not in request.form and form.validate_on_submit():
        with attempt(form):
            change_way(way_id, **form.values())
            flash(
                "Saved. Donors see it now." if form.shown.data else "Saved. Donors do not see it.", "success"
            )
            return redirect(url_for(".edit", way_id=way_id), 303)
    return render_template("donations/staff/way.html", form=form, way=found(Way, way_id))
